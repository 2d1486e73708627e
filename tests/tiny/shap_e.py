"""A Shap-E of 2.7 MB that truly makes four things, trained on this machine in under a minute.

    python -m tests.tiny.shap_e FOLDER [image]

Stock classes, stock scheduler, stock file layout: what an engine makes of it can be measured ("a red cone" is red and
closed, "a blue ring" has a hole). Only the weights are ours. `text_folder()` and `image_folder()` give a trained
folder; the first test of a run that asks trains it, the others wait at a lock.
"""

import fcntl
import json
import os
import shutil
import sys
import time
import warnings
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

NAMES = ("a yellow ball", "a grey cube", "a red cone", "a blue ring")
COLOURS = ((0.9, 0.85, 0.2), (0.5, 0.5, 0.5), (0.85, 0.1, 0.1), (0.1, 0.2, 0.85))  # as a screen shows them
TOKENS, WIDTH, HEADS, LAYERS, HIDDEN, CLIP = 128, 64, 4, 2, 32, 64
PICTURE = 32
POINTS, SHAPE_STEPS, PRIOR_STEPS = 512, 1000, 500


def text_folder() -> Path:
    """The trained text pipeline of this test run."""
    return _once("shap_e_text", lambda out: train(out, pictures=False))


def image_folder() -> Path:
    """The trained picture pipeline of this test run; it takes the shapes of the text one."""
    shapes = text_folder()
    return _once("shap_e_image", lambda out: train(out, pictures=True, shapes=shapes))


def _once(name: str, make) -> Path:
    home = Path(os.environ["NEXUS_VAR"]) / "tiny"
    home.mkdir(exist_ok=True)
    folder = home / name
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = home / f".{name}.part"
            shutil.rmtree(half, ignore_errors=True)
            make(half)
            half.rename(folder)
    return folder


def distance(number: int, points):
    """How far inside thing `number` the points (n, 3) lie; z is up."""
    import torch

    x, y, z = points.unbind(-1)
    if number == 0:
        return 0.6 - points.norm(dim=-1)
    if number == 1:
        return 0.5 - points.abs().amax(-1)
    if number == 2:
        return torch.minimum((0.55 - z) * 0.45 - torch.hypot(x, y) * 0.9, z + 0.6) * 0.8
    return 0.2 - torch.hypot(torch.hypot(x, y) - 0.5, z)


def picture(number: int):
    """A square picture of thing `number` from the front, white around it."""
    import numpy as np
    from PIL import Image

    across = (np.arange(96) + 0.5) / 48 - 1
    x, up = np.meshgrid(across, -across)
    inside = (
        np.hypot(x, up) < 0.6,
        np.maximum(abs(x), abs(up)) < 0.5,
        (abs(x) * 2 < 0.55 - up) & (up > -0.6),
        abs(np.hypot(x, up) - 0.5) < 0.2,
    )[number]
    shown = np.where(inside[..., None], np.array(COLOURS[number]) * 255, 255)
    return Image.fromarray(shown.astype(np.uint8))


def _tokenizer():
    from transformers import CLIPTokenizer

    letters = [chr(code) for code in range(33, 127)]
    words = letters + [f"{one}</w>" for one in letters] + ["<|startoftext|>", "<|endoftext|>"]
    found = CLIPTokenizer(vocab={word: number for number, word in enumerate(words)}, merges=[])
    found.model_max_length = 77
    return found


def prior_and_renderer(*, tokens, width, heads, layers, hidden, embedding, from_tokens):
    """A prior and a renderer of Shap-E's shape with random weights; `from_tokens` as the picture pipeline has it."""
    from diffusers.models import PriorTransformer
    from diffusers.pipelines.shap_e import ShapERenderer

    from generation.engines.device import cubes

    prior = PriorTransformer(
        num_attention_heads=heads, attention_head_dim=width // heads, num_layers=layers, embedding_dim=width,
        num_embeddings=tokens, additional_embeddings=0, time_embed_act_fn="gelu", norm_in_type="layer",
        encoder_hid_proj_type=None, added_emb_type=None, time_embed_dim=4 * width, embedding_proj_dim=embedding,
        embedding_proj_norm_type="layer" if from_tokens else None, clip_embed_dim=2 * width,
    )  # fmt: skip
    renderer = ShapERenderer(
        param_shapes=((hidden, 93), (hidden, hidden), (hidden, hidden), (hidden, hidden)),
        d_latent=width,
        d_hidden=hidden,
    )
    cases, used = cubes.table()
    renderer.mesh_decoder.cases.copy_(cases)
    renderer.mesh_decoder.masks.copy_(used)
    return prior.eval(), renderer.eval()


def scheduler():
    from diffusers import HeunDiscreteScheduler

    return HeunDiscreteScheduler(
        beta_schedule="exp", num_train_timesteps=1024, prediction_type="sample", use_karras_sigmas=True,
        clip_sample=True, clip_sample_range=1.0,
    )  # fmt: skip


def text_pipeline(*, clip=CLIP, clip_heads=HEADS, clip_layers=LAYERS, words=256, **sizes):
    """A stock text pipeline with random weights, of any size; by default a tiny one."""
    from diffusers import ShapEPipeline
    from transformers import CLIPTextConfig, CLIPTextModelWithProjection

    encoder = CLIPTextModelWithProjection(
        CLIPTextConfig(
            vocab_size=words, hidden_size=clip, projection_dim=clip, intermediate_size=4 * clip,
            num_attention_heads=clip_heads, num_hidden_layers=clip_layers, bos_token_id=0, eos_token_id=2,
        )
    )  # fmt: skip
    usual = {"tokens": TOKENS, "width": WIDTH, "heads": HEADS, "layers": LAYERS, "hidden": HIDDEN}
    prior, renderer = prior_and_renderer(**(usual | sizes), embedding=clip, from_tokens=False)
    return ShapEPipeline(
        prior=prior,
        text_encoder=encoder.eval(),
        tokenizer=_tokenizer(),
        scheduler=scheduler(),
        shap_e_renderer=renderer,
    )


def image_pipeline():
    """A tiny stock picture pipeline with random weights."""
    from diffusers import ShapEImg2ImgPipeline
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    encoder = CLIPVisionModel(
        CLIPVisionConfig(
            hidden_size=CLIP, intermediate_size=2 * CLIP, num_attention_heads=HEADS, num_hidden_layers=1,
            image_size=PICTURE, patch_size=8, projection_dim=CLIP,
        )
    )  # fmt: skip
    processor = CLIPImageProcessor(size={"shortest_edge": PICTURE}, crop_size={"height": PICTURE, "width": PICTURE})
    prior, renderer = prior_and_renderer(
        tokens=TOKENS, width=WIDTH, heads=HEADS, layers=LAYERS, hidden=HIDDEN, embedding=CLIP, from_tokens=True
    )
    return ShapEImg2ImgPipeline(
        prior=prior, image_encoder=encoder.eval(), image_processor=processor, scheduler=scheduler(),
        shap_e_renderer=renderer,
    )  # fmt: skip


def _codes():
    """One fixed latent a thing: learned ones scatter, and a prior of this size then makes debris."""
    import torch

    signs = torch.sign(torch.randn(len(NAMES), 1, WIDTH, generator=torch.Generator().manual_seed(0)))
    return signs.expand(len(NAMES), TOKENS, WIDTH).clone() * 0.7


def _learn_shapes(renderer, codes, steps):
    """Teach the renderer what lies at each code: the field through the projected weights, differentiable."""
    import torch
    import torch.nn.functional as f
    from diffusers.pipelines.shap_e.renderer import encode_position

    first = renderer.params_proj.projections["nerstf__mlp__0__weight"]
    with torch.no_grad():  # only the two lowest bands of the position may speak: four smooth things need no more
        gain = (torch.arange(45) // 3 < 2).float() * 0.5  # the encoding runs band by band, x y z in each
        heard = torch.cat([torch.ones(3), gain, gain])
        first.norm.weight.copy_(heard)
        first.norm.bias.zero_()
        first.proj.bias.zero_()
    still = {id(one) for one in (first.norm.weight, first.norm.bias, first.proj.bias)}
    learner = torch.optim.Adam([one for one in renderer.parameters() if id(one) not in still], lr=3e-3)
    rate = torch.optim.lr_scheduler.OneCycleLR(learner, max_lr=6e-3, total_steps=steps)
    layers, turn = renderer.mlp.mlp, renderer.mlp.config.insert_direction_at
    columns = heard.nonzero()[:, 0]  # the others meet weights of zero
    tint = torch.tensor(COLOURS)[:, None].expand(-1, POINTS, -1)
    for _ in range(steps):
        points = (torch.rand(len(NAMES), POINTS, 3) * 2 - 1) * 1.05
        made = renderer.params_proj(codes + torch.randn_like(codes) * 0.03)
        here = encode_position(points)[..., columns]
        for number, layer in enumerate(layers):
            weight = made.get(f"nerstf.mlp.{number}.weight")
            weight = layer.weight[None].expand(len(NAMES), -1, -1) if weight is None else weight
            if number == 0:
                weight = weight[..., columns]
            if number == turn:
                weight = weight[..., : here.shape[-1]]  # no direction: its share of the input is zero
            here = torch.baddbmm(layer.bias[None, None], here, weight.transpose(1, 2))
            here = f.silu(here) if number < len(layers) - 1 else here
        wanted = torch.stack([distance(number, one) for number, one in enumerate(points)])
        loss = f.l1_loss(torch.tanh(here[..., 0]), torch.tanh(4 * wanted))
        loss = loss + 0.3 * f.mse_loss(torch.sigmoid(here[..., 3:6]), tint)
        learner.zero_grad()
        loss.backward()
        learner.step()
        rate.step()
    return float(loss.detach())


def _learn_prior(prior, sampler, codes, embeddings, steps):
    """Teach the prior to find the code of an embedding under any noise, and any code without one."""
    import torch
    import torch.nn.functional as f

    kept = torch.cumprod(1 - sampler.betas.float(), 0)
    noise = ((1 - kept) / kept).sqrt()
    learner = torch.optim.Adam(prior.parameters(), lr=2e-3)
    rate = torch.optim.lr_scheduler.OneCycleLR(learner, max_lr=3e-3, total_steps=steps)
    prior.train()
    for _ in range(steps):
        which = torch.randint(0, len(NAMES), (8,))
        when = torch.randint(0, 1024, (8,))
        sigma = noise[when][:, None, None]
        blurred = (codes[which] + torch.randn_like(codes[which]) * sigma) / (sigma**2 + 1).sqrt()
        wish = embeddings[which].clone()
        wish[torch.rand(8) < 0.1] = 0
        found = prior(blurred, timestep=when.float(), proj_embedding=wish).predicted_image_embedding
        loss = f.mse_loss(found[..., :WIDTH], codes[which])
        learner.zero_grad()
        loss.backward()
        learner.step()
        rate.step()
    prior.eval()
    return float(loss.detach())


def train(out: Path, *, pictures: bool, shapes: Path | None = None) -> None:
    """Write a trained folder; `shapes` is a trained folder whose renderer is taken instead of a new one."""
    import torch
    from diffusers.pipelines.shap_e import ShapERenderer

    threads = torch.get_num_threads()
    with torch.random.fork_rng(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.manual_seed(0)
        torch.set_num_threads(1)  # networks this small lose four fifths of their time to the second thread
        started = time.monotonic()
        pipe = image_pipeline() if pictures else text_pipeline()
        codes = _codes()
        if shapes:
            pipe.register_modules(shap_e_renderer=ShapERenderer.from_pretrained(shapes / "shap_e_renderer"))
        else:
            loss = _learn_shapes(pipe.shap_e_renderer, codes, SHAPE_STEPS)
            print(f"shapes: {loss:.4f} after {time.monotonic() - started:.0f} s", flush=True)
        with torch.no_grad():
            if pictures:
                embeddings = torch.cat(
                    [pipe._encode_image(picture(number), torch.device("cpu"), 1, False) for number in range(len(NAMES))]
                )
            else:
                embeddings = pipe._encode_prompt(list(NAMES), torch.device("cpu"), 1, False)
        loss = _learn_prior(pipe.prior, pipe.scheduler, codes, embeddings, PRIOR_STEPS)
        print(f"prior: {loss:.4f} after {time.monotonic() - started:.0f} s", flush=True)
        torch.set_num_threads(threads)
        pipe.save_pretrained(out)
    # transformers 5 writes no such line for a tokenizer without files of its own; the real folder has it.
    settings = out / "tokenizer" / "tokenizer_config.json"
    if settings.exists():
        settings.write_text(json.dumps(json.loads(settings.read_text()) | {"model_max_length": 77}))


if __name__ == "__main__":
    train(Path(sys.argv[1]), pictures=len(sys.argv) > 2)
