"""The language model's client and engine against its fake: both wires, cut streams, corrections, nothing trusted."""

import json
import time

import pytest

from generation.engines.base import Cancelled, EngineError
from generation.engines.language_model import LanguageModel, LanguageModelEngine
from generation.engines.providers import chat_anthropic, writing
from generation.engines.providers.workshop import NotAccepted
from generation.mesh import gate
from tests.fakes import llm
from tests.fakes.job import Book, Report, brief, worked

WIRES = ["openai", "anthropic"]
USER = [{"role": "user", "content": "Say hello"}]
SCHEMA = {"type": "object", "properties": {"legs": {"type": "integer", "minimum": 3, "maximum": 8, "default": 4}}}
VASE = {
    "objects": [
        {
            "family": "vase",
            "name": "vase",
            "size_mm": {"width": None, "depth": None, "height": 200},
            "parameters": [],
            "colours": [{"part": "all", "hex": "#ffffff"}],
            "materials": [],
        }
    ],
    "relations": [],
    "assumed": ["It is glazed."],
}
PLATE = "Here it is:\n```openscad\nw = 40; // [20:80] Width\ncube([w, 30, 4]);\n```\nEnjoy."


def speaker(fake: llm.Server, **options) -> LanguageModel:
    return LanguageModel(**{"url": fake.base, "key": llm.KEY, "model": "m-1", "wire": fake.wire, **options})


def engine(fake: llm.Server, **options) -> LanguageModelEngine:
    return LanguageModelEngine(**{"url": fake.base, "key": llm.KEY, "model": "m-1", "wire": fake.wire, **options})


# ---------------------------------------------------------------- the client
@pytest.mark.parametrize("wire", WIRES)
def test_an_answer_comes_whole_with_its_tokens(wire: str) -> None:
    with llm.Server(["x" * 500], wire=wire) as fake:
        pieces: list[str] = []
        said = speaker(fake).complete("Be brief.", USER, on_text=pieces.append)

    assert said.text == "x" * 500 == "".join(pieces)
    assert (said.tokens_in, said.tokens_out) == (11, 7)
    assert (said.stop, said.model) == ("end", "m-1")


@pytest.mark.parametrize("wire", WIRES)
def test_a_schema_is_sent_and_its_value_read(wire: str) -> None:
    with llm.Server(['{"legs": 4}'], wire=wire) as fake:
        said = speaker(fake).complete("Be brief.", USER, schema=SCHEMA, seed=3)

    sent = fake.asked[-1].json
    assert said.value == {"legs": 4}
    if wire == "openai":
        assert sent["response_format"]["json_schema"]["schema"] == SCHEMA
        assert (sent["messages"][0]["role"], sent["seed"]) == ("system", 3)
    else:
        legs = sent["output_config"]["format"]["schema"]["properties"]["legs"]
        assert legs == {"type": "integer", "description": "minimum 3; maximum 8"}
        assert fake.asked[-1].headers["anthropic-version"] == "2026-10-21"


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("mode", ["busy", "fault", "overloaded", "loading", "nonsense", "dropped", "cut"])
def test_what_passes_is_survived(mode: str, wire: str) -> None:
    with llm.Server(["y" * 200], mode=mode, wire=wire) as fake:
        assert speaker(fake).complete("Be brief.", USER).text == "y" * 200


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("cut", "provider_cut"),
        ("nonsense", "provider_cut"),
        ("fault", "provider_fault"),
        ("error_event", "provider_fault"),
    ],
)
def test_what_does_not_pass_is_a_sentence_after_three_tries(mode: str, code: str, wire: str) -> None:
    with llm.Server(["y" * 200], mode=mode, times=99, wire=wire) as fake, pytest.raises(EngineError) as caught:
        speaker(fake).complete("Be brief.", USER)

    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert len(fake.asked) == 3


def test_a_wrong_key_is_no_secret_told(tmp_path) -> None:
    with llm.Server(mode="bad_key", times=99) as fake, pytest.raises(EngineError) as caught:
        speaker(fake).complete("Be brief.", USER)

    assert caught.value.code == "provider_key"
    assert llm.KEY not in caught.value.message


@pytest.mark.parametrize("field", ["response_format", "stream_options", "seed"])
def test_a_field_that_a_server_refuses_is_left_out_from_then_on(field: str) -> None:
    with llm.Server(['{"legs": 4}'], mode=f"without_{field}") as fake:
        model = speaker(fake)
        values = [model.complete("Be brief.", USER, schema=SCHEMA, seed=3).value for _ in range(2)]

    assert values == [{"legs": 4}] * 2
    assert [field in one.json for one in fake.asked] == [True, False, False]


def test_a_server_that_does_not_stream_is_understood() -> None:
    with llm.Server(["Hello."], mode="whole") as fake:
        assert speaker(fake).complete("Be brief.", USER).text == "Hello."


def test_the_first_listed_model_is_taken_where_none_is_named() -> None:
    with llm.Server() as fake:
        model = speaker(fake, model="")
        model.complete("Be brief.", USER)

    assert model.model == "tiny-1"
    assert fake.asked[-1].json["model"] == "tiny-1"


def test_a_list_of_models_that_fails_is_survived() -> None:
    with llm.Server() as fake:
        fake.models = None
        assert speaker(fake).health() == ""
        assert speaker(fake).complete("Be brief.", USER).text == "Hello."
        with pytest.raises(EngineError, match="set LLM_MODEL"):
            speaker(fake, model="").complete("Be brief.", USER)


def test_the_address_may_end_in_v1() -> None:
    with llm.Server() as fake:
        assert speaker(fake, url=f"{fake.base}/v1/").complete("Be brief.", USER).text == "Hello."


def test_the_wire_follows_from_the_address() -> None:
    assert LanguageModel(url="https://api.anthropic.com").wire == "anthropic"
    assert LanguageModel(url="https://api.anthropic.com.evil.example").wire == "openai"
    assert LanguageModel(url="http://127.0.0.1:11434/v1").wire == "openai"


def test_a_refusal_is_a_sentence() -> None:
    with llm.Server(mode="refusal", wire="anthropic") as fake, pytest.raises(EngineError, match="refuses to answer"):
        speaker(fake).complete("Be brief.", USER)


@pytest.mark.parametrize("mode", ["never", "silent"])
def test_our_own_deadline_ends_what_never_ends(mode: str) -> None:
    began = time.monotonic()
    with llm.Server(mode=mode) as fake, pytest.raises(EngineError, match="within 1 second") as caught:
        speaker(fake, deadline_seconds=1).complete("Be brief.", USER)

    assert caught.value.code == "timed_out"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("mode", ["never", "silent"])
def test_a_cancel_has_its_effect_within_two_seconds(mode: str, tmp_path) -> None:
    with llm.Server(mode=mode) as fake:
        report = Report(cancel_when=lambda _, words: "writing" in words if mode == "never" else fake.asked)
        with pytest.raises(Cancelled):
            engine(fake).plan(brief(tmp_path), report)
        took = time.monotonic() - report.cancelled_at
        hung_up = fake.hung_up.wait(15) if mode == "never" else True

    assert took < 2
    assert hung_up  # the abandoned stream is closed, not read to its end


def test_a_conversation_that_ends_with_the_models_own_words_is_a_mistake() -> None:
    with llm.Server() as fake, pytest.raises(ValueError, match="must be a user's"):
        speaker(fake).complete("Be brief.", [*USER, {"role": "assistant", "content": "{"}])


def test_limits_of_a_schema_become_words_at_every_depth() -> None:
    schema = {"type": "object", "properties": {"minimum": {"type": "array", "minItems": 3, "items": {"pattern": "a"}}}}
    bound = chat_anthropic.bound(schema)

    assert bound["properties"]["minimum"] == {"type": "array", "items": {"description": "pattern a"}}
    assert bound["additionalProperties"] is False


# ---------------------------------------------------------------- the engine
@pytest.mark.parametrize("wire", WIRES)
def test_words_become_a_specification_and_a_model(wire: str, tmp_path) -> None:
    with llm.Server([json.dumps(VASE)], wire=wire) as fake:
        given = brief(tmp_path, prompt="a white vase", style="low-poly", complexity="simple")
        pieces, specification, report = worked(engine(fake), given)

    assert specification["objects"][0]["size_mm"]["height"] == 200
    assert (specification["style"], specification["complexity"], specification["seed"]) == ("low-poly", "simple", 7)
    assert specification["made_by"]["corrections"] == 0
    assert {piece.kind for piece in pieces} == {"glb", "stl"}
    gate.check(next(piece.path for piece in pieces if piece.kind == "glb").read_bytes())
    assert report.shares == sorted(report.shares)


def test_words_become_a_source_that_is_rendered_before_it_is_accepted(tmp_path) -> None:
    with llm.Server([PLATE]) as fake:
        pieces, specification, _ = worked(engine(fake), brief(tmp_path, kind="design", prompt="a plate"))

    assert specification["kind"] == "scad"
    assert specification["source"].startswith("w = 40;")
    assert {piece.kind for piece in pieces} == {"glb", "stl", "scad"}


def test_what_cannot_be_made_goes_back_with_the_reason(tmp_path) -> None:
    wrong = [
        "Sorry?",
        '{"objects": [{"family": "dragon"}]}',
        '{"objects": [{"family": "vase", "parameters": {"wings": 4}}]}',
    ]
    with llm.Server([*wrong, json.dumps(VASE)]) as fake:
        _, specification, _ = worked(engine(fake), brief(tmp_path, prompt="a white vase"))

    reasons = [one.json["messages"][-1]["content"] for one in fake.asked[1:]]
    assert specification["made_by"]["corrections"] == 3
    assert specification["made_by"]["tokens_in"] == 44
    assert "no JSON object" in reasons[0]
    assert "no family called 'dragon'" in reasons[1]
    assert "A vase has no wings" in reasons[2]


@pytest.mark.parametrize(
    "written", ["import os\nos.system('ls')", "include </etc/passwd>;", "```python\nprint(1)\n```", "cube([20, 30, 4);"]
)
def test_what_is_no_design_is_never_run_and_ends_in_a_sentence(written: str, tmp_path) -> None:
    with llm.Server([written]) as fake, pytest.raises(EngineError, match="after 3 corrections") as caught:
        worked(engine(fake), brief(tmp_path, kind="design"))

    assert caught.value.code == "not_made"
    assert len(fake.asked) == 4


def test_an_answer_that_was_journaled_is_not_asked_for_again(tmp_path) -> None:
    book = Book()
    with llm.Server(["Sorry?", json.dumps(VASE)]) as fake:
        first = engine(fake).plan(brief(tmp_path, prompt="a vase", journal=book), Report())
        second = engine(fake).plan(brief(tmp_path, prompt="a vase", journal=book), Report())

    assert second == first
    assert fake.said == 2


def test_control_a_journal_that_forgets_asks_again(tmp_path) -> None:
    book = Book(forgets=True)
    with llm.Server([json.dumps(VASE)]) as fake:
        for _ in range(2):
            engine(fake).plan(brief(tmp_path, prompt="a vase", journal=book), Report())

    assert fake.said == 2


def test_an_answer_cut_by_its_length_is_asked_for_shorter(tmp_path) -> None:
    with llm.Server([json.dumps(VASE)], mode="length") as fake, pytest.raises(EngineError, match="too long"):
        engine(fake).plan(brief(tmp_path, prompt="a vase"), Report())

    assert "be shorter" in fake.asked[-1].json["messages"][-1]["content"]


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"objects": "many"},
        {"objects": []},
        {"objects": [None]},
        {"objects": [{"family": ["vase"]}]},
        {"objects": [{"family": "vase"}] * 500},
        {"objects": [{"family": "vase", "size_mm": {"height": "tall"}}]},
        {"objects": [{"family": "vase", "size_mm": {"girth": 3}}]},
        {"objects": [{"family": "vase", "size_mm": {"height": 10**400}}]},
        {"objects": [{"family": "vase", "parameters": [{"name": "../x", "value": 1}]}]},
        {"objects": [{"family": "vase", "colours": [{"part": "all", "hex": "url(javascript:1)"}]}]},
        {"objects": [{"family": "vase", "materials": {"all": ["wood"]}}]},
        {"objects": [{"family": "vase"}], "relations": [{"relation": "on", "subjects": [9], "objects": [0]}]},
        {"objects": [{"family": "vase"}], "relations": [{"relation": "on", "subjects": 5, "objects": {}}]},
        {"objects": [{"family": "vase"}], "relations": [{"relation": ["on"], "subjects": [], "objects": []}]},
    ],
)
def test_hostile_values_are_not_accepted_and_raise_nothing_else(value) -> None:
    with pytest.raises(NotAccepted):
        writing.read(value, style="realistic", complexity="medium", seed=0)


def test_the_instruction_names_likely_families_and_stays_short() -> None:
    said = writing.specification_system("Two chairs beside a tall bookshelf")

    assert "\nchair: " in said
    assert "\nbookshelf: " in said
    assert len(said) < 12_000  # about 3,000 tokens: more would push itself out of a small context


def test_an_engine_without_a_server_says_so(tmp_path) -> None:
    assert LanguageModelEngine().ready() == "No language model is configured (LLM_URL)."
    with pytest.raises(EngineError, match="No language model is configured"):
        LanguageModelEngine().plan(brief(tmp_path), Report())
