"""A language model of 3 MB that truly says a few designs, trained on this machine when a test first needs it.

    python -m tests.tiny_llm FOLDER

A Llama of three layers over bytes: stock classes, stock files, only the weights are ours. `folder()` gives a trained
one; the first test of a run that asks trains it, the others wait at a lock. It hears who speaks and the first twenty
signs of what is said, and nothing of the system's words: that is enough to know its few wishes apart.
"""

import fcntl
import json
import os
import shutil
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

VASE = json.dumps(
    {
        "objects": [{"family": "vase", "name": "vase", "size_mm": {"height": 200}, "colours": {"all": "#ffffff"}}],
        "relations": [],
        "assumed": [],
    },
    separators=(",", ":"),
)
BRACKET = """```openscad
w = 40; // [20:80] Width
difference() {
  cube([w, 30, 4]);
  translate([w / 2, 15, -1]) cylinder(d = 5, h = 6, $fn = 64);
}
```"""
FRAME = """```openscad
arm = 80; // [40:160] Length of an arm
union() {
  cylinder(d = 40, h = 4, $fn = 64);
  for (a = [45:90:315]) rotate(a) translate([0, -5, 0]) cube([arm, 10, 4]);
}
```"""
BROKEN = "```openscad\ncube([20, 20, 3);\n```"
MENDED = "```openscad\ncube([20, 20, 3]);\n```"
AGAIN = "That cannot be made: Line 1"

# A design that is talked through in the studio: what was wished for, its document, its source, and the longer one.
WISH, GO, LONGER = "a small quadcopter frame", "go", "make the arms 20 mm longer"
SAID = "A frame with arms of 80 mm. I assumed a thickness of 4 mm."
DOCUMENT = json.dumps(
    {
        "model_type": "drone frame",
        "primary_function": "Carries four motors.",
        "description_natural_language": "A hub of 40 mm and four arms of 80 mm, 4 mm thick.",
        "dimensions": [
            {"name": "arm", "value": 80, "unit": "mm", "given": False},
            {"name": "thickness", "value": 4, "unit": "mm", "given": False},
        ],
        "standard_components": [{"name": "M3 screw", "search_term": "M3x8"}],
        "custom_description": "The frame.",
        "questions": [],
        "prose": SAID,
    },
    separators=(",", ":"),
)
LONG_FRAME = FRAME.replace("arm = 80", "arm = 100")
WRITTEN = "The design is written."

# What was said so far → what the model says next.
TALKS = (
    (("a vase",), VASE),
    (("a small bracket",), BRACKET),
    (("a quadcopter frame",), FRAME),
    (("a thin plate",), BROKEN),
    (("a thin plate", BROKEN, AGAIN), MENDED),
    ((WISH,), DOCUMENT),
    (("Approved models and components",), DOCUMENT),
    ((WISH, SAID, GO + "\n\nThe requirements"), FRAME),
    ((WISH, SAID, GO, WRITTEN, LONGER), LONG_FRAME),
)
HEARD = 20
TEMPLATE = (
    "{% for m in messages if m['role'] != 'system' %}{{ m['role'][0] }}: {{ m['content'][:" + str(HEARD) + "] }}\n"
    "{% endfor %}a: "
)
WIDTH, LAYERS, HEADS, PLACES, STEPS = 128, 3, 4, 1024, 1500
MOST_SAID = 700


def folder() -> Path:
    """The trained model of this test run."""
    home = Path(os.environ["NEXUS_VAR"]) / "tiny"
    home.mkdir(exist_ok=True)
    found = home / "llm"
    with (home / "llm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            half = home / ".llm.part"
            shutil.rmtree(half, ignore_errors=True)
            train(half)
            half.rename(found)
    return found


def train(out: Path) -> int:
    """Train until every talk is learned, check that it is, save; the number of steps. Raises RuntimeError else."""
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)  # so small a model only waits for its threads on a busy machine
    tokenizer, model = _fresh()
    rows = [
        (tokenizer(_heard(tokenizer, said)).input_ids, [*tokenizer(answer).input_ids, tokenizer.eos_token_id])
        for said, answer in TALKS
    ]
    longest = max(len(said) + len(answer) for said, answer in rows)
    tokens = torch.full((len(rows), longest), tokenizer.pad_token_id)
    wanted = torch.full((len(rows), longest), -100)
    seen = torch.zeros((len(rows), longest), dtype=torch.long)
    for row, (said, answer) in enumerate(rows):
        end = len(said) + len(answer)
        tokens[row, :end] = torch.tensor([*said, *answer])
        wanted[row, len(said) : end] = torch.tensor(answer)
        seen[row, :end] = 1
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3)
    steps = 0
    while steps < STEPS:
        steps += 1
        loss = model(input_ids=tokens, attention_mask=seen, labels=wanted).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if loss.item() < 0.002:
            break
    model.eval()
    model.generation_config.do_sample = False
    model.generation_config.max_new_tokens = MOST_SAID
    for said, answer in TALKS:
        given = tokenizer(_heard(tokenizer, said), return_tensors="pt")
        made = model.generate(input_ids=given.input_ids, attention_mask=given.attention_mask)[0]
        if tokenizer.decode(made[given.input_ids.shape[1] :], skip_special_tokens=True) != answer:
            raise RuntimeError(f"The tiny model did not learn what to say to {said[-1]!r} in {steps} steps.")
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    return steps


def _heard(tokenizer, said: tuple[str, ...]) -> str:
    messages = [{"role": ("user", "assistant")[place % 2], "content": words} for place, words in enumerate(said)]
    return tokenizer.apply_chat_template(messages, tokenize=False)


def _fresh():
    """A tokenizer over bytes and an untrained model."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    signs = [*sorted(pre_tokenizers.ByteLevel.alphabet()), "<s>", "</s>", "<pad>"]
    numbers = {sign: number for number, sign in enumerate(signs)}
    bytes_ = Tokenizer(models.BPE(vocab=numbers, merges=[]))
    bytes_.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bytes_.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bytes_,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        clean_up_tokenization_spaces=False,
    )
    tokenizer.chat_template = TEMPLATE
    config = LlamaConfig(
        vocab_size=len(numbers),
        hidden_size=WIDTH,
        intermediate_size=3 * WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=HEADS,
        max_position_embeddings=PLACES,
        bos_token_id=numbers["<s>"],
        eos_token_id=numbers["</s>"],
        pad_token_id=numbers["<pad>"],
    )
    return tokenizer, LlamaForCausalLM(config)
