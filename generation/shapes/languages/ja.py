"""Japanese words as English = forms; the lexer cuts the prompt into the longest of them."""

from __future__ import annotations

WORDS = """
fill = の, です, ます, ください, 下さい, ほしい, 欲しい, 作って, 作成して, 描いて, お願いします, お願い, を, へ,
  も, ね, よ, ある, あります, いる, います, 置いた, 置かれた, 置いて, 立って, 約, およそ, くらい, ぐらい, ほど,
  とても, すごく, 少し, 形, 形の, 色, 色の, 製, 製の, 風, 風の, 型, 型の, な, だ, こと, もの, 一式, 大きさ, サイズ,
  デザイン, モデル, 普通の, きれいな, 美しい, かわいい, 素敵な, 新しい, 古い, 古風な, モダンな, して, した, し,
  作られた, できた, で, から
marker = が, は
and = と, や, および, そして
with = 付き, 付きの, つき, つきの, がある, がついた, のついた, を持つ, のある, 付いた
without = なし, なしの, のない, がない, 無し, のついていない, ない
instead of = ではなく, じゃなく, でなく, の代わりに
each a different colour = それぞれ違う色の, それぞれ違う色, 違う色の, 色違いの, 色とりどりの
wide = 幅広い, 幅の広い, 広い
deep = 深い
high = 高い, 背の高い
low = 低い, 背の低い
long = 長い
short = 短い
thick = 太い, 厚い, 分厚い
thin = 細い, 薄い
width = 幅, 横幅, 横
depth = 奥行き, 奥行, 深さ
height = 高さ, 高, 縦
length = 長さ, 全長
diameter = 直径, 径
radius = 半径
thickness = 厚さ, 厚み
small = 小さい, 小さな, 小型の, 小
tiny = とても小さい, 極小の
big = 大きい, 大きな, 大型の, 大
huge = 巨大な, 巨大, とても大きい, とても大きな
red = 赤い, 赤, 赤色, 赤色の, レッド
green = 緑の, 緑, 緑色, 緑色の, グリーン
blue = 青い, 青, 青色, 青色の, ブルー
light blue = 水色, 水色の, 空色
yellow = 黄色い, 黄色, 黄色の, イエロー
white = 白い, 白, 白色, 白色の, ホワイト, 真っ白な
black = 黒い, 黒, 黒色, 黒色の, ブラック, 真っ黒な
grey = 灰色, 灰色の, グレー, グレーの
brown = 茶色, 茶色い, 茶色の, ブラウン, 茶
orange = オレンジ色, オレンジ色の, 橙色
pink = ピンク, ピンク色, ピンクの, 桃色
purple = 紫, 紫色, 紫の, 紫色の, パープル
turquoise = ターコイズ, 青緑
beige = ベージュ, ベージュの
gold = 金, 金色, 金色の, ゴールド
silver = 銀, 銀色, 銀色の, シルバー
navy blue = 紺, 紺色, 紺色の, ネイビー
cream = クリーム色, クリーム色の
lime green = 黄緑, 黄緑色
dark = 濃い, 暗い, ダーク
light = 薄い色の, 淡い, 明るい, ライト
oak = オーク, オーク材, 樫
walnut = ウォールナット, クルミ材, 胡桃
pine = パイン材, 松材
beech = ブナ, ブナ材
wood = 木, 木製, 木製の, 木の, 木材, 木造, 木造の, ウッド
bamboo = 竹, 竹製, 竹の
steel = 鋼, スチール, 鋼鉄, スチール製
stainless steel = ステンレス, ステンレス製
iron = 鉄, 鉄製, 鉄の
brass = 真鍮, 真鍮製, 黄銅
bronze = ブロンズ, 青銅
copper = 銅, 銅製
aluminium = アルミ, アルミニウム, アルミ製
metal = 金属, 金属製, メタル
glass = ガラス, ガラス製, ガラスの
marble = 大理石, 大理石の
granite = 御影石, 花崗岩
stone = 石, 石造り, 石造りの, 石の, 石製
concrete = コンクリート
brick = レンガ, 煉瓦, レンガ造り
clay = 粘土, 素焼き
ceramic = 陶器, 陶製, セラミック, 陶器の
porcelain = 磁器
plastic = プラスチック, プラスチック製, 樹脂
rubber = ゴム, ゴム製
leather = 革, 皮, 革製, レザー, 革張り, 革張りの
fabric = 布, 布製, 布張り
velvet = ベルベット
wool = ウール, 羊毛
cotton = 綿, コットン
paper = 紙, 紙製
matte = マット, マットな, つや消し, つや消しの
glossy = 光沢のある, つやのある, ピカピカの
transparent = 透明, 透明な
round = 丸い, 丸, 円形, 円形の, 丸型
square = 四角い, 四角, 正方形, 正方形の
oval = 楕円形, 楕円形の, 楕円
rectangular = 長方形, 長方形の
striped = 縞模様, 縞模様の, ストライプ, しましまの
low poly = ローポリ, ローポリゴン, ローポリの
cartoon = 漫画風, 漫画風の, アニメ風, アニメ風の, カートゥーン
realistic = リアル, リアルな, 写実的な
leg = 脚, 足
top = 天板
seat = 座面
door = ドア, 扉
window = 窓
roof = 屋根
wall = 壁
chimney = 煙突
armrest = 肘掛け, ひじ掛け, 肘掛
backrest = 背もたれ
cushion = クッション
drawer = 引き出し, 引出し
shelf = 棚板
handle = 取っ手, 持ち手, ハンドル
hole = 穴
table = テーブル, 机, 食卓, 卓
coffee table = ローテーブル, コーヒーテーブル
desk = デスク, 勉強机, 書き物机
chair = 椅子, イス, いす, チェア
vase = 花瓶, 壺, つぼ
house = 家, 住宅, 一軒家
box = 箱, ボックス, 直方体
cube = 立方体, キューブ
ball = ボール, 球, 玉
cylinder = 円柱, 円筒
cone = 円錐, コーン
on = の上に, の上の, の上, 上に, 上の
under = の下に, の下の, の下, 下に, 下の
inside = の中に, の中の, の中, 中に
above = の上方に, の真上に
beside = の横に, の横の, の隣に, の隣の, の隣, のそばに, のそばの, の横, の脇に
behind = の後ろに, の後ろの, の後ろ, の裏に
in front of = の前に, の前の, の前, の手前に
to the left of = の左に, の左の, の左側に, の左
to the right of = の右に, の右の, の右側に, の右
between = の間に, の間の, の間
around = の周りに, の周りの, の周り, を囲む, の周囲に, を囲んで
in a row = 一列に, 一列の, 並んだ, 並べた, 一列に並んだ, 横一列の
stacked = 積み重ねた, 重ねた, 積まれた, 積んだ
in a circle = 円形に並んだ, 輪になった, 輪に並べた
mm = ミリメートル, ミリ
cm = センチメートル, センチ
m = メートル
inch = インチ
"""

NUMBERS: dict[int, str] = {
    1: "ひとつ", 2: "ふたつ", 3: "みっつ", 4: "よっつ", 5: "いつつ", 6: "むっつ", 7: "ななつ", 8: "やっつ",
    9: "ここのつ",
}  # fmt: skip

CLASSIFIERS = """
    つ 個 個の つの 本 本の 本脚 脚 脚の 台 台の 枚 枚の 軒 軒の 匹 匹の 頭 頭の 羽 羽の 人 人の 段 階建て
    階建ての 杯 冊 冊の 輪 輪の 艘 機 両
"""
