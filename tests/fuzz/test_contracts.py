"""Core and Storefront, fuzzed from their own documents: no fault, no answer off its schema, no right forgotten."""

import copy

import pytest

from nexus.api import documents
from nexus.api.core.schema import CORE
from nexus.api.documents import Contract
from nexus.api.storefront.schema import STOREFRONT
from tests.contracts.studio import open_workshop
from tests.contracts.world import World
from tests.fuzz.fuzzer import Findings, Fuzzer

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(2400)]

SMALL = {"positive": 2, "negative": 1}
FULL = {"positive": 40, "negative": 20}
CONTRACTS = (CORE, STOREFRONT)


def fuzzed(contract: Contract, world: World, **dose: int) -> Findings:
    return Fuzzer(documents.document(contract), world).run(**dose)


def test_a_few_requests_to_every_operation_find_no_fault_and_no_answer_off_its_schema(monkeypatch):
    open_workshop(monkeypatch)
    world = World()
    found = [fuzzed(contract, world, **SMALL) for contract in CONTRACTS]

    assert not any(one.wrong for one in found), "\n\n".join(one.told() for one in found)
    assert sum(len(one.asked) for one in found) == sum(
        len(ways) for contract in CONTRACTS for ways in documents.document(contract)["paths"].values()
    )
    assert any(one.guarded for one in found)
    assert any(one.kept for one in found)


def test_the_fuzzer_sees_an_answer_off_its_schema_and_a_right_that_is_forgotten():
    """The control: a document that promises what is not so."""
    promised = copy.deepcopy(documents.document(STOREFRONT))
    promised["components"]["schemas"]["Model"]["properties"]["price"] = {"type": "string"}
    promised["paths"]["/api/models"]["get"]["security"] = [{"bearer": []}]
    promised["paths"] = {"/api/models": promised["paths"]["/api/models"]}
    found = Fuzzer(promised, World()).run(positive=3, negative=0)

    assert {fault for _, fault in found.wrong} == {"JsonSchemaError", "IgnoredAuth"}


@pytest.mark.proof
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_many_requests_to_every_operation_find_no_fault_and_no_answer_off_its_schema(monkeypatch, contract: Contract):
    open_workshop(monkeypatch)
    found = fuzzed(contract, World(), **FULL)
    print(
        f"{sum(found.asked.values()):,} requests to {len(found.asked)} operations: {dict(sorted(found.answered.items()))}"
    )

    assert not found.wrong, found.told()
