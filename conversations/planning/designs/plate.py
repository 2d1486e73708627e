"""A flat plate with holes: what other things are screwed on."""

from conversations.planning.parameters import Design, Face, Parameter, Row

DESIGN = Design(
    name="plate",
    words=(
        "plate",
        "mounting plate",
        "mount plate",
        "base plate",
        "adapter plate",
        "panel",
        "flat bar",
        "motor plate",
        "backplate",
        "faceplate",
        "motor mount",
        "fan mount",
        "mounting panel",
        "motor bracket",
        "fan bracket",
        "motor mounting bracket",
        "servo mount",
        "servo bracket",
        "sensor mount",
        "camera plate",
    ),
    function="Carries other parts by holes and screws",
    tells="A flat plate with rounded corners",
    parameters=(
        Parameter(
            "length",
            "Length",
            100,
            5,
            1000,
            says=("length", "width", "square", "size"),
            seen="x of plate",
            ask="How long and wide should the plate be?",
            must=True,
        ),
        Parameter("width", "Width", 60, 5, 1000, says=("width", "depth", "height", "square"), seen="y of plate"),
        Parameter("thickness", "Thickness", 4, 0.4, 100, 0.1, says=("thickness", "plate thickness"), seen="z of plate"),
        Parameter("corner_radius", "Corner radius", 3, 0, 100, says=("corner radius", "corner")),
    ),
    nouns={"plate": ("plate", "panel"), "corner": ("corner",)},
    product=("length", "width", "thickness"),
    rows=(Row("plate", colour="#5b87a8"),),
    faces=(Face("plate", "length", "width", ("plate", "panel"), inset=8),),
    takes={
        "motor": "mount",
        "brushless motor": "mount",
        "servo": "mount",
        "fan": "mount",
        "board": "mount",
        "display": "mount",
        "button": "mount",
        "connector": "mount",
        "wheel": "mount",
    },
    body="""\
// The plate, flat on the ground
module plate() {
  difference() {
    rounded_slab(length, width, thickness, corner_radius);
    drill_plate();
  }
}
""",
)
