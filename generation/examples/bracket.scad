// An angle bracket with countersunk holes and a rib.

// Length of each leg
leg = 50; // [20:1:150]
width = 30; // [15:1:100]
thickness = 4; // [2:0.5:10]
// Holes in each leg
holes = 2; // [1:1:4]
// Diameter of the screws
screw = 4; // [2.5:0.5:8]
rib = true;

/* [Hidden] */
$fn = 40;

module plate() {
    difference() {
        cube([leg, width, thickness]);
        for (i = [1 : holes]) translate([thickness + i * (leg - thickness) / (holes + 1), width / 2, 0]) {
            translate([0, 0, -1]) cylinder(d = screw + 0.4, h = thickness + 2);
            translate([0, 0, thickness - screw / 2]) cylinder(d1 = screw, d2 = 2 * screw + 0.4, h = screw / 2 + 0.01);
        }
    }
}

module bracket() {
    union() {
        plate();
        translate([thickness, 0, 0]) rotate([0, -90, 0]) plate();
        if (rib) translate([0, width / 2 + thickness / 2, 0]) rotate([90, 0, 0]) linear_extrude(thickness)
            polygon([[0, 0], [leg * 0.3, 0], [0, leg * 0.3]]);
    }
}

bracket();
