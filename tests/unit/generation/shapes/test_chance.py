"""Chance follows from the seed and nothing else."""

from generation.shapes import chance, understanding


def test_the_same_seed_and_names_give_the_same_number() -> None:
    assert chance.number(7, "tree", 3) == chance.number(7, "tree", 3) == 0.6753882946731542


def test_other_names_and_seeds_give_other_numbers_over_the_whole_range() -> None:
    numbers = [chance.number(seed, "leaf", k) for seed in range(20) for k in range(50)]

    assert len(set(numbers)) == 1000
    assert all(0 <= number < 1 for number in numbers)
    assert 0.45 < sum(numbers) / 1000 < 0.55


def test_seeds_make_variants_of_what_was_left_open_only() -> None:
    forms = {
        understanding.specify("a vase 30 cm tall", seed=seed)["objects"][0]["parameters"]["form"] for seed in range(12)
    }
    said = {understanding.specify("bottle vase", seed=seed)["objects"][0]["parameters"]["form"] for seed in range(12)}

    assert len(forms) >= 3
    assert said == {"bottle"}
