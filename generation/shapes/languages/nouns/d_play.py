"""Animals, people, toys, games, music, food and treasure: their nouns in other languages."""

# One row a noun: English | German | French | Spanish | Italian | Portuguese | Japanese | Chinese.
_ROWS = """
animal | tier, tiere, tieren, tiers | animal, animaux, bête | animal, animales | animale, animali |
  animal, animais, bicho | 動物 | 动物
dog | hund, hunde, hunden, hundes | chien, chiens | perro, perros | cane, cani | cachorro, cachorros, cão, cães |
  犬, いぬ | 狗, 小狗
puppy | welpe, welpen | chiot, chiots | cachorrito, cachorritos | cucciolo, cuccioli | cachorrinho, cachorrinhos |
  子犬 | 幼犬
cat | katze, katzen, kater | chat, chats, chatte | gato, gatos | gatto, gatti | gato, gatos, gata | 猫, ねこ |
  猫, 猫咪
kitten | kätzchen | chaton, chatons | gatito, gatitos | gattino, gattini | gatinho, gatinhos | 子猫 | 小猫
horse | pferd, pferde, pferden, pferdes | cheval, chevaux | caballo, caballos | cavallo, cavalli |
  cavalo, cavalos | 馬, うま | 马
cow | kuh, kühe, kühen | vache, vaches | vaca, vacas | mucca, mucche, vacca | vaca, vacas | 牛, うし | 牛, 奶牛
bull | stier, stiere, bulle | taureau, taureaux | toro, toros | toro, tori | touro, touros | 雄牛 | 公牛
pig | schwein, schweine, schweinen | cochon, cochons, porc | cerdo, cerdos | maiale, maiali | porco, porcos |
  豚, ぶた | 猪
sheep | schaf, schafe, schafen | mouton, moutons | oveja, ovejas | pecora, pecore | ovelha, ovelhas | 羊, ひつじ |
  羊, 绵羊
goat | ziege, ziegen | chèvre, chèvres | cabra, cabras | capra, capre | cabra, cabras | 山羊, ヤギ | 山羊
rabbit | kaninchen | lapin, lapins | conejo, conejos | coniglio, conigli | coelho, coelhos | ウサギ, うさぎ, 兎 |
  兔子
hare | hase, hasen | lièvre, lièvres | liebre, liebres | lepre, lepri | lebre, lebres | 野ウサギ | 野兔
elephant | elefant, elefanten | éléphant, éléphants | elefante, elefantes | elefante, elefanti |
  elefante, elefantes | 象, ゾウ | 大象
giraffe | giraffe, giraffen | girafe, girafes | jirafa, jirafas | giraffa, giraffe | girafa, girafas | キリン |
  长颈鹿
lion | löwe, löwen | lion, lions | león, leones | leone, leoni | leão, leões | ライオン | 狮子
tiger | tiger, tigers, tigern | tigre, tigres | tigre, tigres | tigre, tigri | tigre, tigres | トラ, 虎 | 老虎
leopard | leopard, leoparden | léopard, léopards | leopardo, leopardos | leopardo, leopardi |
  leopardo, leopardos | ヒョウ | 豹子
bear | bär, bären | ours | oso, osos | orso, orsi | urso, ursos | 熊, クマ | 熊
polar bear | eisbär, eisbären | ours polaire, ours blanc | oso polar, osos polares | orso polare, orsi polari |
  urso polar, ursos polares | シロクマ, 白熊 | 北极熊
panda | panda, pandas | panda, pandas | panda, pandas | panda | panda, pandas | パンダ | 熊猫
mouse | maus, mäuse, mäusen | souris | ratón, ratones | topo, topi | camundongo, camundongos | ネズミ | 老鼠
hamster | hamster, hamstern | hamster, hamsters | hámster, hámsteres | criceto, criceti | hamster | ハムスター |
  仓鼠
squirrel | eichhörnchen | écureuil, écureuils | ardilla, ardillas | scoiattolo, scoiattoli | esquilo, esquilos |
  リス | 松鼠
fox | fuchs, füchse, füchsen | renard, renards | zorro, zorros | volpe, volpi | raposa, raposas | キツネ, 狐 |
  狐狸
wolf | wolf, wölfe, wölfen | loup, loups | lobo, lobos | lupo, lupi | lobo, lobos | オオカミ, 狼 | 狼
deer | hirsch, hirsche, hirschen, reh | cerf, cerfs | ciervo, ciervos | cervo, cervi | veado, veados, cervo |
  鹿, シカ | 鹿
zebra | zebra, zebras | zèbre, zèbres | cebra, cebras | zebra, zebre | zebra, zebras | シマウマ | 斑马
donkey | esel, eseln | âne, ânes | burro, burros | asino, asini | burro, burros, jumento | ロバ | 驴
camel | kamel, kamele, kamelen | chameau, chameaux | camello, camellos | cammello, cammelli | camelo, camelos |
  ラクダ | 骆驼
hippo | nilpferd, nilpferde | hippopotame, hippopotames | hipopótamo, hipopótamos | ippopotamo, ippopotami |
  hipopótamo, hipopótamos | カバ | 河马
rhino | nashorn, nashörner | rhinocéros | rinoceronte, rinocerontes | rinoceronte, rinoceronti |
  rinoceronte, rinocerontes | サイ | 犀牛
bird | vogel, vögel, vögeln | oiseau, oiseaux | pájaro, pájaros, ave, aves | uccello, uccelli |
  pássaro, pássaros, ave | 鳥, とり | 鸟, 小鸟
duck | ente, enten | canard, canards | pato, patos | anatra, anatre | pato, patos | アヒル, 鴨 | 鸭子
goose | gans, gänse | oie, oies | ganso, gansos, oca | oca, oche | ganso, gansos | ガチョウ | 鹅
swan | schwan, schwäne | cygne, cygnes | cisne, cisnes | cigno, cigni | cisne, cisnes | 白鳥 | 天鹅
chicken | huhn, hühner, henne | poule, poules, poulet | gallina, gallinas, pollo | gallina, galline, pollo |
  galinha, galinhas | 鶏, ニワトリ | 鸡, 母鸡
rooster | hahn, hähne | coq, coqs | gallo, gallos | gallo, galli | galo, galos | 雄鶏 | 公鸡
owl | eule, eulen | hibou, hiboux, chouette | búho, búhos, lechuza | gufo, gufi, civetta | coruja, corujas |
  フクロウ | 猫头鹰
penguin | pinguin, pinguine, pinguinen | pingouin, pingouins, manchot | pingüino, pingüinos | pinguino, pinguini |
  pinguim, pinguins | ペンギン | 企鹅
eagle | adler, adlern | aigle, aigles | águila, águilas | aquila, aquile | águia, águias | ワシ, 鷲 | 老鹰
parrot | papagei, papageien | perroquet, perroquets | loro, loros | pappagallo, pappagalli | papagaio, papagaios |
  オウム | 鹦鹉
flamingo | flamingo, flamingos | flamant rose, flamant | flamenco, flamencos | fenicottero, fenicotteri |
  flamingo, flamingos | フラミンゴ | 火烈鸟
peacock | pfau, pfauen | paon, paons | pavo real, pavos reales | pavone, pavoni | pavão, pavões | 孔雀 | 孔雀
fish | fisch, fische, fischen | poisson, poissons | pez, peces, pescado | pesce, pesci | peixe, peixes |
  魚, さかな | 鱼
goldfish | goldfisch, goldfische | poisson rouge, poissons rouges | pez dorado, peces dorados |
  pesce rosso, pesci rossi | peixe dourado | 金魚 | 金鱼
shark | hai, haie, haifisch | requin, requins | tiburón, tiburones | squalo, squali | tubarão, tubarões |
  サメ, 鮫 | 鲨鱼
dolphin | delfin, delfine | dauphin, dauphins | delfín, delfines | delfino, delfini | golfinho, golfinhos |
  イルカ | 海豚
whale | wal, wale, walfisch | baleine, baleines | ballena, ballenas | balena, balene | baleia, baleias |
  クジラ, 鯨 | 鲸鱼
dinosaur | dinosaurier, dinosauriern | dinosaure, dinosaures | dinosaurio, dinosaurios | dinosauro, dinosauri |
  dinossauro, dinossauros | 恐竜 | 恐龙
dragon | drache, drachen | dragon, dragons | dragón, dragones | drago, draghi | dragão, dragões | 竜, ドラゴン |
  龙
turtle | schildkröte, schildkröten | tortue, tortues | tortuga, tortugas | tartaruga, tartarughe |
  tartaruga, tartarugas | 亀, カメ | 乌龟
crocodile | krokodil, krokodile | crocodile, crocodiles | cocodrilo, cocodrilos | coccodrillo, coccodrilli |
  crocodilo, crocodilos, jacaré | ワニ | 鳄鱼
lizard | eidechse, eidechsen, echse | lézard, lézards | lagarto, lagartos | lucertola, lucertole |
  lagarto, lagartos | トカゲ | 蜥蜴
snake | schlange, schlangen | serpent, serpents | serpiente, serpientes, culebra | serpente, serpenti |
  cobra, cobras, serpente | 蛇, ヘビ | 蛇
frog | frosch, frösche, fröschen | grenouille, grenouilles | rana, ranas | rana, rane | sapo, rã, rãs |
  カエル, 蛙 | 青蛙
figure | figur, figuren, person, personen, mensch, menschen | figurine, figurines, personne, personnage |
  figura, figuras, persona, personas | figura, figure, persona, persone | figura, figuras, pessoa, pessoas |
  人形, 人物, 人 | 人偶, 人物, 人
man | mann, männer, männern | homme, hommes | hombre, hombres | uomo, uomini | homem, homens | 男性, 男の人 |
  男人
woman | frau, frauen | femme, femmes | mujer, mujeres | donna, donne | mulher, mulheres | 女性, 女の人 | 女人
child | kind, kinder, kindern | enfant, enfants | niño, niños | bambino, bambini | criança, crianças |
  子供, 子ども | 孩子, 小孩
boy | junge, jungen | garçon, garçons | chico, chicos | ragazzo, ragazzi | menino, meninos | 男の子 | 男孩
girl | mädchen | fille, filles | chica, chicas, niña | ragazza, ragazze | menina, meninas | 女の子 | 女孩
astronaut | astronaut, astronauten, raumfahrer | astronaute, astronautes | astronauta, astronautas |
  astronauta, astronauti | astronauta, astronautas | 宇宙飛行士 | 宇航员
knight | ritter, rittern | chevalier, chevaliers | caballero, caballeros | cavaliere, cavalieri |
  cavaleiro, cavaleiros | 騎士 | 骑士
robot | roboter, robotern | robot, robots | robot, robots | robot | robô, robôs | ロボット | 机器人
snowman | schneemann, schneemänner | bonhomme de neige | muñeco de nieve | pupazzo di neve | boneco de neve |
  雪だるま | 雪人
teddy bear | teddybär, teddybären, teddy | ours en peluche, nounours | oso de peluche, osito |
  orsacchiotto, orsetto | urso de pelúcia, ursinho | テディベア | 泰迪熊, 玩具熊
rubber duck | gummiente, badeente, quietscheente | canard en plastique, canard de bain |
  pato de goma, patito de goma | paperella, paperella di gomma | pato de borracha, patinho de borracha |
  アヒルのおもちゃ, ラバーダック | 橡皮鸭, 小黄鸭
pawn | bauernfigur, schachbauer, bauer, schachfigur, schachfiguren | pion, pions, pièce d'échecs |
  peón, peones, pieza de ajedrez | pedone, pedoni, pezzo degli scacchi | peão, peões, peça de xadrez | ポーン |
  兵棋, 棋子
rook | schachturm | tour d'échecs | torre de ajedrez | torre degli scacchi | torre de xadrez | ルーク | 城堡棋
bishop | läufer, schachläufer | fou, fou d'échecs | alfil, alfiles | alfiere, alfieri | bispo, bispos |
  ビショップ | 主教棋
queen | dame, schachdame, königin | dame d'échecs, reine | reina, reinas, dama | regina, regine |
  rainha, rainhas | クイーン, 女王 | 皇后, 女王
king | könig, könige, schachkönig | roi, rois | rey, reyes | re degli scacchi | rei, reis | キング | 国王
chess knight | springer, schachpferd | cavalier d'échecs | caballo de ajedrez | cavallo degli scacchi |
  cavalo de xadrez | ナイトの駒 | 马棋
chessboard | schachbrett, schachbretter | échiquier, échiquiers | tablero de ajedrez | scacchiera, scacchiere |
  tabuleiro de xadrez | チェス盤 | 棋盘, 国际象棋盘
die | würfelspiel, spielwürfel | dé, dés | dado, dados | dado, dadi | dado, dados | サイコロ | 骰子
domino | domino, dominostein, dominosteine | domino, dominos | ficha de dominó, dominó |
  domino, tessera del domino | dominó, peça de dominó | ドミノ | 多米诺骨牌
building brick | baustein, bausteine, legostein, legosteine | brique de construction, brique lego |
  ladrillo de juguete, bloque de construcción | mattoncino, mattoncini | tijolo de brinquedo, bloco de montar |
  レゴブロック, ブロック | 积木
stud | noppe, noppen | tenon, tenons | espiga, espigas | bottoncino, bottoncini | pino, pinos | 突起 | 凸点
spinning top | kreisel, kreiseln | toupie, toupies | peonza, peonzas, trompo | trottola, trottole | pião, piões |
  コマ, 独楽 | 陀螺
yo yo | jojo, jojos, yo-yo | yo-yo | yoyó, yo-yo | yo-yo | ioiô | ヨーヨー | 溜溜球
kite | flugdrachen, papierdrachen, lenkdrachen | cerf-volant, cerfs-volants | cometa, cometas |
  aquilone, aquiloni | pipa, pipas, papagaio de papel | 凧, カイト | 风筝
puzzle piece | puzzleteil, puzzleteile, puzzlestück | pièce de puzzle | pieza de puzle, pieza de rompecabezas |
  pezzo di puzzle, tessera di puzzle | peça de quebra-cabeça | パズルのピース | 拼图块
xylophone | xylophon, xylophone, xylofon | xylophone, xylophones | xilófono, xilófonos | xilofono, xilofoni |
  xilofone, xilofones | 木琴, シロフォン | 木琴
drum | trommel, trommeln | tambour, tambours | tambor, tambores | tamburo, tamburi | tambor, tambores |
  太鼓, ドラム | 鼓
guitar | gitarre, gitarren | guitare, guitares | guitarra, guitarras | chitarra, chitarre |
  violão, violões, guitarra | ギター | 吉他
string | saite, saiten | corde, cordes | cuerda, cuerdas | corda, corde | corda, cordas | 弦 | 弦, 根弦
violin | geige, geigen, violine, violinen | violon, violons | violín, violines | violino, violini |
  violino, violinos | バイオリン, ヴァイオリン | 小提琴
piano | klavier, klaviere, piano | piano, pianos | piano, pianos | pianoforte, pianoforti | piano, pianos |
  ピアノ | 钢琴
trumpet | trompete, trompeten | trompette, trompettes | trompeta, trompetas | tromba, trombe |
  trompete, trompetes | トランペット | 小号
flute | flöte, flöten, querflöte | flûte, flûtes | flauta, flautas | flauto, flauti | flauta, flautas |
  フルート, 笛 | 长笛, 笛子
tambourine | tamburin, tamburine, schellenring | tambourin, tambourins | pandereta, panderetas |
  tamburello, tamburelli | pandeiro, pandeiros | タンバリン | 铃鼓
apple | apfel, äpfel, äpfeln | pomme, pommes | manzana, manzanas | mela, mele | maçã, maçãs | りんご, リンゴ |
  苹果
pear | birne, birnen | poire, poires | pera, peras | pera, pere | pera, peras | 洋梨, 梨 | 梨
banana | banane, bananen | banane, bananes | plátano, plátanos, banana | banana, banane | banana, bananas |
  バナナ | 香蕉
tangerine | mandarine, mandarinen, apfelsine, apfelsinen | mandarine, mandarines | mandarina, mandarinas |
  mandarino, mandarini, arancia | tangerina, tangerinas | みかん | 橘子, 橙子
orange fruit | orange, orangen | orange, oranges | naranja, naranjas | arancia, arance | laranja, laranjas |
  オレンジの実 | 甜橙
lemon fruit | zitrone, zitronen | citron, citrons | limón, limones | limone, limoni | limão, limões | レモン |
  柠檬
strawberry | erdbeere, erdbeeren | fraise, fraises | fresa, fresas | fragola, fragole | morango, morangos |
  イチゴ, いちご, 苺 | 草莓
cherries | kirschen, kirsche | cerises, cerise | cerezas, cereza | ciliegie, ciliegia | cerejas, cereja |
  さくらんぼ | 樱桃
carrot | karotte, karotten, möhre, möhren | carotte, carottes | zanahoria, zanahorias | carota, carote |
  cenoura, cenouras | 人参, ニンジン | 胡萝卜
egg | ei, eier, eiern | œuf, œufs, oeuf, oeufs | huevo, huevos | uovo, uova | ovo, ovos | 卵, たまご | 鸡蛋, 蛋
pumpkin | kürbis, kürbisse | citrouille, citrouilles, potiron | calabaza, calabazas | zucca, zucche |
  abóbora, abóboras | カボチャ, かぼちゃ | 南瓜
watermelon | wassermelone, wassermelonen, melone | pastèque, pastèques | sandía, sandías |
  anguria, angurie, cocomero | melancia, melancias | スイカ | 西瓜
cake | kuchen, torte, torten | gâteau, gâteaux | pastel, pasteles, tarta, tartas | torta, torte | bolo, bolos |
  ケーキ | 蛋糕
tier | stockwerk der torte, etage | étage de gâteau | piso de pastel | piano di torta | andar do bolo | 段 |
  蛋糕层
cupcake | cupcake, cupcakes, törtchen | petit gâteau, cupcake | magdalena, magdalenas | pasticcino, cupcake |
  bolinho, bolinhos | カップケーキ | 纸杯蛋糕
burger | hamburger, burger | hamburger, hamburgers, burger | hamburguesa, hamburguesas |
  hamburger, panino con hamburger | hambúrguer, hambúrgueres | ハンバーガー | 汉堡包, 汉堡
hot dog | hotdog, hot dog | hot-dog | perrito caliente | hot dog | cachorro-quente | ホットドッグ | 热狗
pizza | pizza, pizzen, pizzas | pizza, pizzas | pizza, pizzas | pizza, pizze | pizza, pizzas | ピザ | 披萨, 比萨
slice | scheibe, scheiben, stück | tranche, tranches, part | rebanada, rebanadas, porción | fetta, fette |
  fatia, fatias | 切れ | 片
olive | olive, oliven | olive, olives | aceituna, aceitunas | oliva, olive | azeitona, azeitonas | オリーブの実 |
  橄榄果
ice cream | eis, speiseeis, eistüte, eiswaffel | glace, glaces, cornet de glace | helado, helados |
  gelato, gelati | sorvete, sorvetes | アイスクリーム, アイス | 冰淇淋
scoop | kugel eis, eiskugel, eiskugeln | boule de glace, boules de glace | bola de helado, bolas de helado |
  pallina, palline | bola de sorvete, bolas de sorvete | スクープ | 冰淇淋球
donut | donut, donuts, krapfen | beignet, beignets, donut | rosquilla, rosquillas, dona, donas |
  ciambella, ciambelle | rosquinha, rosquinhas | ドーナツ | 甜甜圈
bread | brot, brote, broten | pain, pains | pan, panes | pane, pani | pão, pães | パン | 面包
cheese | käse | fromage, fromages | queso, quesos | formaggio, formaggi | queijo, queijos | チーズ | 奶酪
sushi | sushi | sushi, sushis | sushi | sushi | sushi | 寿司 | 寿司
crown | krone, kronen | couronne, couronnes | corona, coronas | corona, corone | coroa, coroas | 冠, 王冠 | 王冠
jewel | juwel, juwelen, edelstein, edelsteine | joyau, joyaux, pierre précieuse | joya, joyas, gema, gemas |
  gioiello, gioielli, gemma | joia, joias, gema | 宝石 | 宝石
trophy | pokal, pokale, trophäe | trophée, trophées | trofeo, trofeos | trofeo, trofei | troféu, troféus |
  トロフィー | 奖杯
medal | medaille, medaillen | médaille, médailles | medalla, medallas | medaglia, medaglie | medalha, medalhas |
  メダル | 奖牌
heart | herz, herzen, herzens | cœur, cœurs, coeur | corazón, corazones | cuore, cuori | coração, corações |
  ハート, 心 | 心形, 爱心
star | stern, sterne, sternen | étoile, étoiles | estrella, estrellas | stella, stelle | estrela, estrelas | 星 |
  星星, 五角星
ring | ring, ringe, ringen | bague, bagues, anneau, anneaux | anillo, anillos | anello, anelli | anel, anéis |
  指輪 | 戒指
sword | schwert, schwerter, schwertern | épée, épées | espada, espadas | spada, spade | espada, espadas | 剣, 刀 |
  剑, 刀剑
dagger | dolch, dolche | dague, poignard | daga, puñal | pugnale, pugnali | adaga, punhal | 短剣 | 匕首
shield | schild, schilde | bouclier, boucliers | escudo, escudos | scudo, scudi | escudo, escudos | 盾 | 盾牌
gift box | geschenk, geschenke, geschenkbox, geschenkschachtel | cadeau, cadeaux, boîte cadeau |
  regalo, regalos, caja de regalo | regalo, regali, scatola regalo | presente, presentes, caixa de presente |
  プレゼント, ギフトボックス | 礼物, 礼盒
bow | schleife, schleifen | nœud, noeud, nœuds | lazo, lazos, moño | fiocco, fiocchi | laço, laços | リボン |
  蝴蝶结
candy cane | zuckerstange, zuckerstangen | sucre d'orge, canne en sucre | bastón de caramelo |
  bastoncino di zucchero | bengala doce | キャンディケイン | 拐杖糖
body | körper, rumpf, leib | corps | cuerpo, cuerpos | corpo, corpi | corpo, corpos | 体, 胴体 | 身体
neck | hals, nacken | cou | cuello | collo | pescoço | 首 | 脖子
eye | auge, augen | œil, yeux | ojo, ojos | occhio, occhi | olho, olhos | 目 | 眼睛
ear | ohr, ohren | oreille, oreilles | oreja, orejas | orecchio, orecchie, orecchi | orelha, orelhas | 耳 | 耳朵
nose | nase, nasen | nez | nariz | naso, nasi | nariz | 鼻 | 鼻子
mouth | mund, maul | bouche | boca | bocca | boca | 口 | 嘴巴
snout | schnauze | museau | hocico | muso | focinho | 鼻先 | 口鼻
tail | schwanz, schwänze | queue, queues | cola, colas | coda, code | cauda, rabo | 尾, しっぽ, 尻尾 | 尾巴
paw | pfote, pfoten, tatze | patte, pattes | pata, patas | zampa, zampe | patas dianteiras | 前足 | 爪子
hoof | huf, hufe | sabot, sabots | pezuña, pezuñas | zoccolo, zoccoli | casco de animal | 蹄 | 蹄子
horn | horn, hörner, hörnern | corne, cornes | cuerno, cuernos | corno, corna | chifre, chifres | 角 | 角, 犄角
antler | geweih, geweihe | bois de cerf, ramure | cornamenta | palco di corna | galhada | 枝角 | 鹿角
tusk | stoßzahn, stoßzähne, stosszähne | défense, défenses | colmillo, colmillos | zanna, zanne | presa, presas |
  牙 | 象牙
trunk | rüssel | trompe | trompa | proboscide | tromba | 象の鼻 | 象鼻
hump | höcker | bosse, bosses | joroba, jorobas | gobba, gobbe | corcova, corcovas | こぶ | 驼峰
mane | mähne | crinière | melena | criniera | juba | たてがみ | 鬃毛
collar | halsband | collier, colliers | collar, collares | collare, collari | coleira, coleiras | 首輪 | 项圈
spot | fleck, flecken | tache, taches | mancha, manchas | macchia, macchie | mancha, manchas | 斑点 | 斑点
wing | flügel, flügeln | aile, ailes | ala, alas | ala, ali | asa, asas | 羽, 翼 | 翅膀
beak | schnabel, schnäbel | bec, becs | pico, picos | becco, becchi | bico, bicos | くちばし, 嘴 | 喙, 鸟嘴
feather | feder, federn | plume, plumes | pluma, plumas | piuma, piume | pena, penas | 羽毛 | 羽毛
fin | flosse, flossen | nageoire, nageoires | aleta, aletas | pinna, pinne | barbatana, barbatanas | ひれ | 鱼鳍
shell | panzer | carapace | caparazón | guscio | casco | 甲羅 | 壳
claw | kralle, krallen | griffe, griffes | garra, garras | artiglio, artigli | garra, garras | 爪 | 利爪
arm | arm, arme, armen | bras | brazo, brazos | braccio, braccia | braço, braços | 腕 | 手臂, 胳膊
hair | haar, haare, haaren | cheveux | pelo, cabello | capelli | cabelo | 髪 | 头发
shirt | hemd, hemden | chemise, chemises | camisa, camisas | camicia, camicie | camisa, camisas | シャツ | 衬衫
trousers | hose, hosen | pantalon, pantalons | pantalón, pantalones | pantaloni | calças, calça | ズボン | 裤子
shoe | schuh, schuhe, schuhen | chaussure, chaussures | zapato, zapatos | scarpa, scarpe | sapato, sapatos | 靴 |
  鞋子
hat | hut, hüte | chapeau, chapeaux | sombrero, sombreros | cappello, cappelli | chapéu, chapéus | 帽子 | 帽子
scarf | schal, schals | écharpe, écharpes | bufanda, bufandas | sciarpa, sciarpe | cachecol | マフラー | 围巾
helmet | helm, helme | casque, casques | casco de caballero, yelmo | elmo, elmi | capacete, capacetes |
  兜, ヘルメット | 头盔
pip | würfelauge, würfelaugen | point de dé | punto de dado | pallino, pallini | ponto do dado | 点 | 点数
cherry | kirschfrucht | cerise confite | guinda, guindas | ciliegina, ciliegine | cerejinha | チェリー | 车厘子
icing | zuckerguss, glasur | glaçage | glaseado | glassa | cobertura | アイシング | 糖霜
sprinkle | streusel | vermicelle, vermicelles | chispa, chispas | zuccherino, zuccherini | granulado |
  スプリンクル | 糖粒
"""
_CODES = ("de", "fr", "es", "it", "pt", "ja", "zh")
NOUNS = {
    english: dict(zip(_CODES, forms, strict=True))
    for english, *forms in (
        [cell.strip() for cell in row.split("|")] for row in _ROWS.strip().replace("\n  ", " ").splitlines()
    )
}
