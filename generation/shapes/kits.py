"""Nouns that have no family of their own, and the nearest thing that has one, so that a capybara is still an animal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from generation.shapes import registry


@dataclass(frozen=True)
class Near:
    """What serves an unknown noun: a family, the name of it whose presets fit best, and the sentence that says so."""

    family: str
    synonym: str
    sentence: str


# "stand-in: nouns, …"; the stand-in is a name of a family, or several to be tried in turn, apart by "|".
_ANIMALS = """
dog: coyote, jackal, dingo, hyena, husky, beagle, labrador, terrier, retriever, collie, spaniel, rottweiler,
  wild dog, pug, bulldog, german shepherd, golden retriever, border collie, chihuahua, boxer dog, doberman,
  mastiff, shiba inu
dachshund|dog: sausage dog, corgi, basset hound
poodle|dog: bichon
greyhound|dog: whippet, hound, saluki, thylacine, maned wolf
wolf: werewolf, timber wolf, arctic wolf, direwolf
cat: lynx, bobcat, ocelot, caracal, serval, siamese cat, persian cat, tabby, maine coon, wildcat, civet, genet,
  sphynx
tiger|cat: sabre tooth tiger, saber toothed tiger, siberian tiger
leopard|cat: jaguar, cheetah, panther, puma, cougar, mountain lion, snow leopard, clouded leopard
horse: mustang, stallion, mare, arabian horse, shire horse, clydesdale, unicorn, pegasus, okapi, tarpan
donkey|horse: mule, burro, onager, hinny
pony|horse: shetland pony, foal, colt
cow: ox, yak, gaur, zebu, ayrshire, dairy cow, steer, heifer, highland cow, longhorn, auroch, aurochs
bull|cow: buffalo, bison, water buffalo, wildebeest, gnu, muskox, minotaur
calf|cow: veal calf
pig: hog, piglet, boar, wild boar, warthog, peccary, tapir, aardvark, javelina, babirusa, potbellied pig
sheep: mouflon, merino, ram, ewe, bighorn, argali
goat|sheep: ibex, chamois, markhor, kid goat, billy goat, mountain goat, saiga, tahr, angora goat
llama|sheep: alpaca, guanaco, vicuna
camel|horse: dromedary, bactrian camel
rabbit: hare, bunny, jackrabbit, cottontail, jerboa, pika, chinchilla, easter bunny, viscacha
elephant: mammoth, mastodon, woolly mammoth, african elephant, indian elephant
giraffe: brachiosaur giraffe, gerenuk
lion: lioness, griffin, gryphon, sphinx, chimera
bear: grizzly, grizzly bear, black bear, brown bear, sloth bear, sun bear, sloth, wombat, bear cub, wolverine
polar bear|bear: ice bear
panda|bear: giant panda, red panda
koala|bear: wallaby bear
raccoon|fox: racoon, coati, tanuki, ringtail, raccoon dog
badger|bear: honey badger, skunk, ratel
mouse: rat, vole, shrew, gerbil, dormouse, lemming, field mouse, opossum, possum, mole, field vole, tenrec
hamster|mouse: guinea pig, cavy, capybara, groundhog, woodchuck, marmot, gopher, prairie dog, nutria, degu,
  coypu, muskrat, agouti, paca, hyrax, beaver, platypus, quokka
squirrel|mouse: chipmunk, flying squirrel, red squirrel, grey squirrel, lemur, marmoset, tamarin, sugar glider
fox: fennec, fennec fox, arctic fox, red fox, vixen, kitsune, corsac
otter|fox: weasel, ferret, stoat, mink, marten, polecat, ermine, mongoose, meerkat, sea otter, sable, fisher cat
deer: elk, moose, caribou, reindeer, stag, buck, roe deer, red deer, fallow deer, wapiti, hart
fawn|deer: doe, hind, bambi
antelope|deer: gazelle, impala, oryx, kudu, eland, springbok, springbuck, dik dik, bongo, nyala, pronghorn,
  hartebeest
zebra|horse: grevy zebra, quagga
hippo|pig: hippopotamus, pygmy hippo
rhino|hippo|pig: rhinoceros, white rhino, black rhino, triceratops rhino
kangaroo|rabbit: wallaby, wallaroo, tree kangaroo
hedgehog|mouse: porcupine, echidna, spiny mouse
anteater|pig: pangolin, armadillo
monkey|bear: ape, gorilla, chimpanzee, chimp, orangutan, baboon, gibbon, macaque, mandrill, bonobo, howler
  monkey, capuchin, bigfoot, yeti, sasquatch
lizard|crocodile: gecko, iguana, chameleon, skink, monitor lizard, komodo dragon, salamander, newt, axolotl,
  basilisk, bearded dragon, gila monster, tuatara
crocodile: alligator, caiman, gharial, croc, gator
turtle: tortoise, terrapin, sea turtle, snapping turtle, box turtle
snake: viper, python snake, cobra, boa, boa constrictor, rattlesnake, anaconda, adder, mamba, worm, earthworm,
  eel, moray, moray eel, serpent, sea snake
dinosaur: raptor, velociraptor, allosaurus, spinosaurus, godzilla, carnotaurus, iguanodon, dilophosaurus,
  baryonyx
brachiosaurus|dinosaur: diplodocus, brontosaurus, apatosaurus, sauropod, loch ness monster,
  plesiosaur
triceratops|dinosaur: styracosaurus, protoceratops, ankylosaurus
stegosaurus|dinosaur: kentrosaurus, dimetrodon
frog|turtle: toad, tree frog, bullfrog, tadpole
"""
_BIRDS = """
duck: mallard, drake, duckling, teal duck, eider, wigeon, pintail, coot, moorhen, grebe, loon, puffin, merganser
goose|duck: gander, brent goose, canada goose, gosling, albatross
swan|duck: black swan, cygnet, mute swan
chicken: hen, pullet, chick, quail, partridge, pheasant, grouse, guineafowl, hoopoe, cockatrice, fowl
rooster|chicken: cockerel, turkey, weathercock
eagle: hawk, falcon, kestrel, buzzard, osprey, harrier, vulture, condor, kite bird, goshawk, sparrowhawk,
  phoenix, roc
owl: barn owl, snowy owl, tawny owl, screech owl, eagle owl, nightjar, owlet
penguin: emperor penguin, king penguin, auk, great auk, adelie penguin, guillemot
sparrow|robin|bird: finch, robin, bluebird, canary, wren, tit, blue tit, chickadee, swallow, swift, martin,
  lark, thrush, nightingale, starling, goldfinch, bullfinch, chaffinch, warbler, oriole, cardinal bird,
  songbird, budgie, budgerigar
crow|bird: raven, blackbird, magpie, jackdaw, rook bird, jay, cuckoo
pigeon|dove|bird: dove, turtle dove, woodpigeon, dodo, seagull, gull, tern, cormorant
parrot|bird: macaw, cockatoo, parakeet, toucan, lovebird, kakapo, hornbill, kingfisher, woodpecker, hummingbird,
  bee eater
flamingo|stork|bird: heron, crane bird, stork, egret, ibis, spoonbill, pelican, sandpiper, curlew, avocet,
  secretary bird
ostrich|bird: emu, rhea, cassowary, moa, kiwi bird, roadrunner
peacock|bird: peahen, peafowl, bird of paradise, lyrebird
"""
_FISH = """
fish: trout, carp, cod, herring, sardine, bass, perch, pike, haddock, mackerel, anchovy, catfish, piranha,
  tilapia, barb, koi, tench, bream, roach fish, sturgeon, snapper, guppy, tetra, minnow, halibut, coelacanth,
  barracuda
goldfish|fish: clownfish, angelfish, betta, discus, pufferfish, blowfish, tang, tropical fish, butterfly fish,
  molly
salmon fish|tuna|fish: tuna, marlin, swordfish, sailfish, bonito
shark: great white shark, hammerhead, hammerhead shark, tiger shark, megalodon, dogfish, mako, blue shark, ray,
  sawfish
dolphin: porpoise, bottlenose dolphin, narwhal, ichthyosaur, mermaid, seal, sea lion, walrus, manatee, dugong,
  vaquita
whale: blue whale, sperm whale, humpback whale, leviathan, minke whale, beluga, whale shark, grey whale
orca|whale: killer whale, pilot whale
"""
_VEHICLES = """
car: sedan, hatchback, saloon, coupe, taxi, cab, limousine, limo, convertible, cabriolet, station wagon,
  roadster, minicar, police car, patrol car, beetle car, electric car, hot rod, muscle car, estate car, buggy,
  dune buggy, go kart, gocart
sports car|car: supercar, race car, racing car, formula one car, batmobile, dragster, hypercar
suv|jeep|car: four by four, off roader, land rover, pickup, pickup truck, hummer
van|bus|car: minivan, camper van, campervan, ambulance, delivery van, ice cream van, minibus, motorhome,
  caravan, hearse
truck|lorry|car: lorry, dump truck, tipper, fire engine, fire truck, garbage truck, cement mixer, tow truck,
  tanker truck, articulated lorry, semi truck, juggernaut, flatbed, road train, big rig, monster truck, bin
  lorry, snow plough
bus: coach, double decker, double decker bus, school bus, trolleybus, omnibus, airport shuttle
tractor|truck: combine harvester, bulldozer, excavator, digger, forklift, backhoe, steam roller, road roller,
  harvester
motorcycle|motorbike|bicycle: moped, scooter, vespa, dirt bike, quad bike, chopper bike, trike, sidecar,
  superbike
bicycle|bike: tandem, mountain bike, road bike, tricycle, unicycle, penny farthing, rickshaw, pedalo, e bike,
  velocipede
train|locomotive: steam engine, steam train, bullet train, railway engine, monorail, subway train, underground
  train, maglev, metro train, freight train, railcar, handcar
tram|train|bus: streetcar, cable car, funicular, trolley car
airplane|aeroplane|plane: jet, airliner, glider, biplane, fighter jet, bomber, jumbo jet, seaplane, spitfire,
  concorde, sailplane, private jet, warplane, stealth bomber, propeller plane, cessna
helicopter: chopper, gyrocopter, autogyro, apache helicopter
rocket: missile, spaceship, space shuttle, spacecraft, starship, lunar module, space capsule, moon rocket, space
  probe
hot air balloon|balloon: airship, zeppelin, blimp, dirigible
boat: rowing boat, dinghy, canoe, kayak, gondola, motorboat, speedboat, punt, lifeboat, raft, catamaran, fishing
  boat
sailboat|sailing boat|boat: yacht, schooner, sloop, ketch, junk ship, clipper, galleon, pirate ship, frigate,
  caravel, viking ship, longship, trireme, brig, galley
ship|boat: ferry, cruise ship, ocean liner, steamer, battleship, warship, aircraft carrier, freighter, cargo
  ship, tanker, container ship, tugboat, trawler, barge, destroyer, paddle steamer, titanic, icebreaker
submarine: u boat, bathyscaphe, bathysphere
tank|truck: panzer, armoured car, armored car, half track
cart|wagon|carriage: chariot, horse cart, covered wagon, stagecoach, hay cart, wheelbarrow, handcart, carriage,
  rickshaw cart
sled|sledge|sleigh: toboggan, bobsled, bobsleigh, dog sled, luge
"""
_BUILDINGS = """
house: chalet, lodge, manor, manor house, guest house, duplex, residence, inn, tavern, pub, shop, store, bakery,
  cafe, school, kindergarten, library building, town hall, post office, hotel, motel, hostel, restaurant, farm,
  ranch, saloon bar, bank building, clinic, police station, orphanage, boarding house, parsonage, vicarage,
  bookshop, gingerbread house
cottage|house: bothy, croft, gatehouse, gatekeeper's lodge, witch house, hobbit house, summer house, gazebo,
  bungalow house
cabin|hut|house: shack, log house, mountain hut, boathouse, garden shed, shed, outhouse, sauna, woodshed, tree
  house, kiosk
mansion|house: palace, chateau, villa rustica, hospital, embassy, courthouse, museum, university, opera house,
  parliament, white house, monastery, abbey, convent
barn|house: stable, granary, cowshed, hayloft, warehouse, hangar, depot, hen house, chicken coop, garage
skyscraper|tower|house: office block, apartment block, high rise, tower block, condominium, office building,
  block of flats
tower: belfry, keep, watchtower, watch tower, bell tower, clock tower, minaret, turret, water tower, silo, big
  ben, obelisk
castle|fortress|tower: fortress, fort, citadel, burg, stronghold, bastion, chateau fort, bouncy castle,
  sandcastle
church|chapel|house: chapel, cathedral, basilica, kirk, minster, wedding chapel, mosque, synagogue
temple|house: shrine, parthenon, pantheon, pagoda, mausoleum, greek temple
lighthouse|tower: beacon, lightship tower
windmill|tower: mill, watermill, wind pump, post mill
tent: tipi, tepee, teepee, wigwam, yurt, marquee, pavilion, circus tent, bivouac
factory|house: power station, power plant, steelworks, brewery, mill building, foundry, refinery
igloo|dome: observatory, planetarium, snow house
bridge: viaduct, aqueduct, footbridge, overpass
"""
_PLANTS = """
tree: oak tree, maple tree, birch tree, beech tree, apple tree, cherry tree, elm, poplar, willow, linden, lime
  tree, ash tree, chestnut tree, plane tree, sycamore, alder, hornbeam, rowan, olive tree, lemon tree, orange
  tree, baobab, acacia, sapling, pear tree, plum tree, walnut tree, weeping willow, cherry blossom, magnolia
  tree, eucalyptus, ginkgo, oak sapling
pine tree|fir tree|conifer|tree: spruce tree, larch tree, cedar tree, cypress, yew, sequoia, redwood, juniper,
  thuja, douglas fir, christmas tree, evergreen, hemlock
palm tree|palm|tree: coconut palm, date palm, coconut tree, banana tree, dragon tree
bush|shrub|tree: hedge, boxwood, box tree, rhododendron, hydrangea, azalea, lilac bush, rose bush, gorse,
  heather, holly, blueberry bush, lavender bush, topiary, privet, hawthorn, laurel
flower: poppy, daffodil, lily, pansy, carnation, orchid flower, violet flower, bluebell, crocus, anemone, peony,
  aster, buttercup, cornflower, forget me not, gerbera, geranium, petunia, primrose, snowdrop, hibiscus,
  jasmine, marigold, lotus, chrysanthemum, dandelion, edelweiss, iris flower, zinnia, cosmos, freesia, begonia,
  dahlia, blossom, water lily, amaryllis
tulip|flower: hyacinth, fritillary
daisy|flower: marguerite, camomile, chamomile, ox eye daisy
sunflower|flower: topinambur, rudbeckia
rose|flower: camellia, ranunculus, gardenia
cactus: saguaro, prickly pear, euphorbia, opuntia, barrel cactus
succulent|potted plant|cactus: aloe, aloe vera, agave, yucca, jade plant, echeveria, snake plant
potted plant|houseplant|plant|flower: monstera, rubber plant, ficus, ivy, spider plant, peace lily,
  philodendron, basil, mint plant, herb, bamboo plant, tomato plant, strawberry plant, begonia plant, anthurium
fern|potted plant|bush|tree: bracken, maidenhair, tree fern, horsetail
mushroom: toadstool, fly agaric, champignon, porcini, chanterelle, shiitake, puffball, morel
grass|bush: reed, bulrush, wheat plant, barley, corn plant, bamboo grove, sedge, cattail, pampas grass
"""
_PEOPLE = """
figure|person: human, human being, guy, lady, gentleman, teacher, doctor, nurse, baker, butcher, cook, chef,
  waiter, waitress, farmer, gardener, fisherman, hunter, builder, carpenter, plumber, electrician, mechanic,
  engineer, scientist, artist, painter, musician, singer, dancer, ballerina, actor, actress, policeman,
  policewoman, police officer, firefighter, fireman, soldier, sailor, pilot, captain, postman, mailman, student,
  pupil, judge, lawyer, businessman, businesswoman, secretary, tailor, shoemaker, blacksmith, miner, lumberjack,
  cowboy, clown, magician, acrobat, athlete, footballer, runner, boxer, swimmer, skier, cyclist, tourist, hiker,
  explorer, photographer, journalist, programmer, dentist, vet, surgeon, monk, nun, priest, bride, groom,
  superhero, hero, villain, ninja, samurai, viking, pirate, roman, gladiator, caveman, thief, detective, spy,
  zombie, vampire, ghost, elf, dwarf, gnome, goblin, troll, giant man, angel, devil, scarecrow, mannequin,
  statue, worker
woman|figure: mother, grandmother, aunt, queen woman, maid, witch, fairy, stewardess, empress, duchess, granny,
  sister, wife
man|figure: father, grandfather, uncle, emperor, duke, butler, grandpa, brother, husband, santa, santa claus,
  wizard, leprechaun
child|figure: kid, toddler, baby, infant, boy, girl, prince, princess, son, daughter
astronaut|figure: cosmonaut, spaceman, diver, deep sea diver, taikonaut
knight|figure: crusader, paladin, warrior, guard, guardsman
robot: android, cyborg, droid, humanoid, mech, automaton, alien, terminator, golem, mecha
"""
_VESSELS = """
vase: jar, pitcher, ewer, jug, carafe, decanter, krater, ginger jar, pot pourri jar, canister, hydria, pithos,
  ampulla, cruet
bottle|vase: flask, flagon, phial, vial, canteen, wine bottle, milk bottle, thermos, demijohn, hip flask, water
  bottle
bowl|vase: basin, dish, tureen, font, cauldron, mortar, punch bowl, fruit bowl, trough, salad bowl
goblet|wine glass|vase: chalice, grail, holy grail, snifter, flute glass, champagne glass, cocktail glass,
  tumbler glass
candlestick|candle holder|vase: menorah branch, baluster, spindle post, newel, finial, table leg, banister
mug|cup|vase: tankard, stein, beaker, teacup, tumbler, sippy cup
barrel|cylinder: keg, cask, drum barrel, tun, vat, oil drum
bucket|pail|vase: pail, milk churn, watering bucket, bin, waste paper basket, coal scuttle
"""
_THINGS = """
teddy bear: plush, plushie, soft toy, stuffed animal, cuddly toy, stuffed bear, care bear
ball: football, soccer ball, basketball, tennis ball, beach ball, marble toy, cannonball, planet, moon, globe,
  volleyball, pearl
box: crate, chest, trunk box, package, parcel, carton, suitcase, brick block, casket, container, cube box
guitar: ukulele, banjo, lute, mandolin, bass guitar, balalaika, sitar, lyre, electric guitar
violin: viola, cello, double bass, fiddle
piano: harpsichord, organ, keyboard instrument, clavichord, synthesizer, electric piano, spinet
trumpet: cornet, bugle, trombone, horn instrument, tuba, french horn, saxophone, flugelhorn, sousaphone
flute: recorder, clarinet, oboe, piccolo, tin whistle, pipe instrument, bassoon, whistle, pan pipe, fife
drum: snare, snare drum, bass drum, bongo drum, djembe, tom tom, timpani, kettledrum, tabla, steel drum
xylophone: glockenspiel, marimba, vibraphone, metallophone, balafon
bell: handbell, cowbell, church bell, school bell, doorbell, gong, jingle bell
apple: crab apple, nectarine, quince, peach fruit, plum fruit, tomato, pomegranate, apricot fruit
orange fruit|orange: lemon fruit, lime fruit, mandarin, tangerine, clementine, grapefruit, satsuma, pomelo,
  kumquat
carrot: parsnip, white radish, daikon, turnip root, radish
watermelon: melon, honeydew melon, cantaloupe
pumpkin: squash, gourd, jack o lantern, marrow
cake: torte, gateau, pie, tart, cheesecake, birthday cake tower, sponge cake, meat pie, quiche
cupcake: muffin, fairy cake, souffle
burger: sandwich, sub sandwich, club sandwich, veggie burger, bagel sandwich
donut: bagel, pretzel ring, cruller, krapfen
bread: loaf bread, baguette, toast, ciabatta, bread roll, croissant, bun, brioche, challah
ice cream: gelato, sorbet, frozen yoghurt, sundae, soft serve
sword: dagger, sabre, saber, rapier, katana, scimitar, cutlass, broadsword, machete, excalibur, foil, epee,
  longsword
shield: buckler, heater shield, coat of arms, crest badge, targe
crown: tiara, diadem, coronet, circlet
trophy: cup trophy, world cup, award, oscar, grail cup
medal: medallion, rosette, order badge, decoration
book: notebook, diary, dictionary, bible, encyclopedia, novel, atlas, textbook, album, booklet
"""


def _table() -> dict[str, str]:
    out: dict[str, str] = {}
    tables = (_ANIMALS, _BIRDS, _FISH, _VEHICLES, _BUILDINGS, _PLANTS, _PEOPLE, _VESSELS, _THINGS)
    for row in "".join(tables).strip().replace("\n  ", " ").splitlines():
        stand_in, _, nouns = row.partition(":")
        for noun in nouns.split(","):
            if noun.strip():
                out.setdefault(noun.strip(), stand_in.strip())
    return out


NEAR: dict[str, str] = _table()
"""Every further noun (singular, lower case) to its stand-ins, apart by "|"."""


@cache
def _names() -> dict[str, str]:
    return {name: family.name for family in registry.families().values() for name in family.synonyms}


def near(word: str) -> Near | None:
    """What serves a noun that no family is called by, or None where nothing is near.

    `word` is a noun or noun phrase, lower case, singular or a regular plural. A noun that a family has as its own name
    is not answered, nor one whose stand-ins are all missing. The sentence belongs among what was assumed.
    """
    known = _names()
    noun = " ".join(word.lower().replace("-", " ").split())
    forms = [noun, noun.removesuffix("s"), noun.removesuffix("es"), noun.removesuffix("ies") + "y"]
    for form in forms:
        if form in known:
            return None
        for stand_in in NEAR.get(form, "").split("|"):
            if stand_in in known:
                return Near(known[stand_in], stand_in, _sentence(form, stand_in, known[stand_in].replace("_", " ")))
    return None


def _sentence(noun: str, stand_in: str, family: str) -> str:
    made = f"{_article(noun).capitalize()} {noun} is made from the {family} kit"
    return f"{made}." if stand_in == family else f"{made}: it has the build of {_article(stand_in)} {stand_in}."


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" and not noun.startswith(("uni", "eu", "u boat", "one")) else "a"
