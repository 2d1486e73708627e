"""What a page draws to change a model: sliders, choices and lines of text, the same for every engine."""

from dataclasses import dataclass

from generation.shapes.registry import Value


@dataclass(frozen=True)
class Control:
    """One slider, one choice of words, or one line of text of at most `longest` characters."""

    name: str
    label: str
    value: Value
    own: Value
    least: float = 0.0
    most: float = 0.0
    step: float = 1.0
    unit: str = ""
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # how the choices read, where not as they are
    longest: int = 0

    @property
    def options(self) -> list[tuple[str, str]]:
        """Each choice with its words."""
        return list(zip(self.choices, self.words or self.choices, strict=True))


@dataclass(frozen=True)
class Look:
    """What one kind of part wears."""

    part: str
    colour_name: str
    colour: str
    own_colour: str
    material_name: str
    material: str
    own_material: str


@dataclass(frozen=True)
class Shape:
    """The controls of one object, or of one group of a source's parameters."""

    title: str
    sizes: list[Control]
    parameters: list[Control]
    looks: list[Look]


def sent(control: Control) -> str:
    """What an untouched control sends: a slider its value on its nearest step."""
    if control.choices or control.longest:
        return str(control.value)
    steps = round((float(control.value) - control.least) / control.step)
    return f"{round(control.least + steps * control.step, 6):g}"
