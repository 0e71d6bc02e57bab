"""A site of N Chinese documents for the search bench: content/, site.yaml and truth.jsonl in the folder given.

    python3 corpus.py 2000 DIR [SEED]

Each document mixes sentences of the default site's own texts (about a third, real language) with sentences made of a topic, a
place, numbers and words of a long tail: firms, villages, machines that stand in one or a few documents only. Document i
depends on the seed and i alone, so a smaller corpus is a prefix of a larger one. truth.jsonl holds what a reader could find:
id, address, title, all text.
"""
import json
import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
CONTENT = HERE.parent.parent / "content"

CITIES = (
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 沈阳 "
    "大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 长春 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 "
    "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 "
    "阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 "
    "济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 "
    "孝感 荆州 黄冈 咸宁 随州 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 "
    "东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 海口 三亚 重庆 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 "
    "安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 拉萨 日喀则 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 "
    "西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 库车"
).split()

# Topic: what it is about, whom it serves, what is measured, words that go with it.
TOPICS = [
    ("工业余热供暖", "居民小区", "万平方米", "钢铁厂 换热站 一次管网 烟气余热 采暖季"),
    ("屋顶光伏", "工商业厂房", "兆瓦", "组件 逆变器 自发自用 余电上网 分布式光伏"),
    ("海上风电", "沿海县区", "万千瓦", "风机 海缆 升压站 漂浮式 近海"),
    ("抽水蓄能电站", "电网调峰", "万千瓦", "上水库 下水库 机组 调频 储能"),
    ("电化学储能", "新能源场站", "兆瓦时", "磷酸铁锂 液流电池 峰谷电价 容量租赁 消防"),
    ("虚拟电厂", "可调负荷用户", "万千瓦", "需求响应 聚合商 削峰填谷 VPP 邀约"),
    ("车网互动", "新能源汽车车主", "根", "V2G 双向充电桩 充放电 微电网 峰谷"),
    ("换电重卡", "矿山和港口", "辆", "换电站 电池银行 短倒运输 电动重卡 续航"),
    ("公交电动化", "公交公司", "辆", "充电站 纯电动公交 线路 补贴 退役电池"),
    ("绿色建筑", "新建住宅", "万平方米", "超低能耗 近零能耗 外墙保温 新风 星级标识"),
    ("建筑节能改造", "既有公共建筑", "栋", "合同能源管理 空调机组 照明改造 能耗监测 医院"),
    ("空气源热泵清洁取暖", "农村住户", "户", "热泵 煤改电 平房 电费补贴 散煤"),
    ("地热供暖", "县城小区", "万平方米", "中深层地热 回灌 地埋管 取热不取水 井口"),
    ("核能供热", "城区居民", "万平方米", "核电机组 长输管线 热网 替代燃煤锅炉 首站"),
    ("生物质热电联产", "工业园区", "万吨", "秸秆 收储运 燃料 蒸汽 灰渣还田"),
    ("绿氢制取", "化工企业", "吨", "电解槽 风光制氢 储氢 加氢站 合成氨"),
    ("氢能公交", "公交线路", "辆", "燃料电池 加氢站 氢气 示范运营 冷启动"),
    ("碳捕集利用与封存", "燃煤电厂", "万吨", "CCUS 吸收塔 驱油 封存 二氧化碳管道"),
    ("炼钢电炉改造", "短流程钢厂", "万吨", "废钢 电弧炉 连铸 氢冶金 高炉"),
    ("水泥窑协同处置", "水泥企业", "万吨", "替代燃料 熟料 余热发电 垃圾衍生燃料 窑尾"),
    ("电解铝节能", "铝业公司", "万吨", "电解槽 阳极 石墨化阴极 绿电铝 电耗"),
    ("化工园区能源梯级利用", "化工园区", "万吨标准煤", "蒸汽管网 压差发电 冷凝水 公用工程岛 梯级"),
    ("大宗固废综合利用", "建材企业", "万吨", "粉煤灰 煤矸石 钢渣 磷石膏 充填"),
    ("动力电池回收", "拆解企业", "万吨", "梯次利用 黑粉 溯源 回收网点 再生"),
    ("生活垃圾分类", "社区居民", "吨", "厨余 可回收物 投放点 焚烧 督导员"),
    ("园区循环化改造", "产业园区", "家", "产业链 中水回用 固废交换 物料平衡 补链"),
    ("零碳园区", "园区企业", "家", "绿电直供 碳管理平台 源网荷储 单位能耗碳排放 增量配电"),
    ("碳效码", "规上企业", "家", "碳效等级 用能数据 评级 扫码 低效企业"),
    ("碳账户", "居民和企业", "万户", "个人碳账户 绿色信贷 积分 评价 银行"),
    ("碳普惠", "市民", "万人", "减排量 公交出行 步行 积分兑换 方法学"),
    ("碳足迹核算", "出口企业", "件", "产品碳足迹 生命周期 数据库 核算标准 碳标签"),
    ("绿色电力交易", "用电企业", "亿千瓦时", "绿证 中长期合同 跨省 外送 可再生能源"),
    ("绿色金融", "中小企业", "亿元", "绿色债券 碳减排支持工具 贴息 转型金融 环境权益"),
    ("林业碳汇", "国有林场", "万亩", "森林抚育 碳储量 监测样地 CCER 造林"),
    ("海洋碳汇", "沿海渔业", "公顷", "红树林 海草床 盐沼 贝藻养殖 蓝碳"),
    ("草原修复", "牧区旗县", "万亩", "围栏 补播 禁牧 固碳 沙化"),
    ("低碳农业", "种粮大户", "万亩", "稻田甲烷 测土配方 间歇灌溉 秸秆还田 有机肥"),
    ("光伏治沙", "沙漠边缘乡镇", "万千瓦", "板下种植 防沙 牧草 草方格 板上发电"),
    ("煤电节能降碳改造", "发电企业", "万千瓦", "供电煤耗 灵活性改造 汽轮机 掺烧 深度调峰"),
    ("数据中心绿色化", "算力企业", "个机架", "液冷 PUE 自然冷源 余热回收 绿电"),
    ("绿色物流", "快递网点", "个", "循环包装 新能源货车 共同配送 纸箱回收 仓储"),
    ("港口岸电", "靠港船舶", "艘次", "岸电桩 高压变频 码头 船舶受电 油改电"),
    ("智能微电网", "产业园", "兆瓦", "能量管理 孤网运行 储能变流器 台区 柔性直流"),
    ("区域供冷", "商务区楼宇", "万平方米", "冰蓄冷 冷站 管网 峰谷电 制冷机"),
    ("污水处理厂能源自给", "城镇污水厂", "万吨", "沼气 污泥 水源热泵 曝气 光伏棚"),
    ("绿色校园", "中小学", "所", "科普课 节水 光伏屋顶 食堂 碳足迹手册"),
    ("低碳社区", "街道社区", "个", "共享单车 旧物交换 楼道光伏 志愿者 节能家电"),
    ("能碳管理平台", "重点用能单位", "家", "在线监测 物联网 数据接口 预警 碳核算"),
    ("甲烷控排", "煤矿企业", "万立方米", "瓦斯抽采 低浓度瓦斯 蓄热氧化 逸散 监测"),
    ("绿色矿山", "采矿企业", "座", "充填开采 复垦 矿井水 电动矿卡 井下光伏"),
]
SUFFIX = ["的做法", "建设经验", "怎样做成", "试点实践", "三年记", "案例", "的账怎么算", "项目纪实", "从试点到推广", "典型做法"]
FIRST = list("鑫恒瑞华盛中金宏泰德海天龙兴远东昌润丰安信佳亿利博创新晟凯辰翔宇森嘉永顺通达正康元")
SECOND = list("源达通泰能丰和力洋业晖腾峰林润科贸锦程联凯越诚信阳卓康")
TRADE = "热电 化工 水泥 铝业 纸业 纺织 食品 钢铁 光伏 新能源 建材 机械 电子 生物 物流 环保".split()
VILLAGE_A = list("柳杨桃李石白青红黄大小上下东西南北前后双三龙凤马牛羊沙河山水泉井")
VILLAGE_B = "家庄 沟 岭 坪 寨 圩 集 湾 塘 坝 屯 岗 店 桥 口 洼 坡 塬 堡 墩".split()
MODELS = ["DX", "HRT", "KF", "QZ", "LNV", "SG", "TPC", "WX", "YDB", "ZL"]
VERBS = ["建成", "投用", "改造", "接入", "完成", "扩建", "试运行"]
# Pairs that the queries ask for: the first documents are about them, so that they are there in a corpus of any size.
ASKED = [
    ("湖州", "碳效码"), ("唐山", "工业余热供暖"), ("深圳", "车网互动"), ("青岛", "生活垃圾分类"), ("烟台", "核能供热"), ("鄂尔多斯", "零碳园区"),
    ("盐城", "海上风电"), ("承德", "抽水蓄能电站"), ("大连", "港口岸电"), ("榆林", "绿氢制取"), ("长沙", "公交电动化"), ("杭州", "碳普惠"),
    ("库车", "屋顶光伏"), ("重庆", "绿色建筑"), ("厦门", "海洋碳汇"), ("太原", "煤电节能降碳改造"),
]
FRAME = [
    "{place}从{year}年起推进{topic}，先在{village}试，再向{whom}铺开。",
    "{firm}承担了设备和运行，{model}型机组在{month}月{verb}。",
    "到{year2}年，{topic}覆盖{whom}{n}{unit}，{word}和{word2}是两个关键。",
    "最大的难处是{word}：{village}一带{problem}，后来由{firm}补上。",
    "单位投资约{money}万元，每年可减少二氧化碳排放{tons}吨，按{word2}的实际运行数据核算。",
    "{dept}把{topic}写进年度计划，按季度核对{word}的台账。",
    "改造前{whom}主要靠{old}，改造后{word2}占到{percent}%。",
    "{model}的运行表明，气温低于零下{cold}度时要留备用，{word}不能断。",
    "有人担心{word}会涨价，{place}公布了{year2}年的账：平均每{unit}{price}元。",
]
PROBLEM = ["管线要穿过铁路", "变压器容量不够", "用户太散", "场地要重新办手续", "冬季负荷翻倍", "没有现成的标准", "资金要分三年到位", "数据口径不一"]
OLD = ["燃煤锅炉", "散煤", "柴油车", "外购电", "天然气", "老旧机组", "填埋"]
DEPT = ["发展改革委", "住房城乡建设局", "生态环境局", "工业和信息化局", "园区管委会", "交通运输局", "能源局", "农业农村局"]


def sentences():
    """Sentences of the default site's own Chinese texts, without marks and markup."""
    found = []
    for path in sorted(CONTENT.glob("*/**/*.md")):
        if path.name.endswith(".en.md") or path.name.startswith("_"):
            continue
        body = path.read_text(encoding="utf-8").split("\n---", 1)[-1]
        body = re.sub(r"```.*?```|\[S[^\]]*\]|\[编者判断\]|^[#|].*$|\{#[^}]*\}", "", body, flags=re.S | re.M)
        body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
        for text in re.findall(r"[^。！？\n]{12,90}[。！？]", body):
            if not re.search(r"[*`$<>\[\]\\_~|#]", text):
                found.append(text.strip(" -0123456789.、"))
    return found


def document(i, seed, real):
    rng = random.Random(f"{seed}/{i}")
    place, (topic, whom, unit, words) = rng.choice(CITIES), rng.choice(TOPICS)
    if i < 4 * len(ASKED):
        place, asked = ASKED[i % len(ASKED)]
        topic, whom, unit, words = next(entry for entry in TOPICS if entry[0] == asked)
    words = words.split()
    firm = rng.choice(FIRST) + rng.choice(SECOND) + rng.choice(TRADE)
    village = rng.choice(VILLAGE_A) + rng.choice(VILLAGE_A + [""]) + rng.choice(VILLAGE_B)
    model = f"{rng.choice(MODELS)}-{rng.randrange(100, 9990, 10)}"
    year = rng.randrange(2015, 2024)
    title = f"{place}{topic}{rng.choice(SUFFIX)}"
    if rng.random() < 0.4:
        title = f"{place}{village}：{topic}{rng.choice(SUFFIX)}"

    def made(frame):
        word, word2 = rng.sample(words, 2)
        return frame.format(
            place=place, topic=topic, whom=whom, unit=unit, firm=firm, village=village, model=model, year=year,
            year2=year + rng.randrange(1, 4), month=rng.randrange(1, 13), verb=rng.choice(VERBS), word=word, word2=word2,
            n=rng.choice([rng.randrange(3, 99), rng.randrange(100, 9000)]), problem=rng.choice(PROBLEM), money=rng.randrange(20, 9000),
            tons=rng.randrange(100, 99000), dept=rng.choice(DEPT), old=rng.choice(OLD), percent=rng.randrange(5, 96), cold=rng.randrange(5, 30),
            price=rng.randrange(1, 900),
        )

    paragraphs = []
    for _ in range(rng.randrange(3, 6)):
        own = [made(frame) for frame in rng.sample(FRAME, rng.randrange(2, 4))]
        paragraphs.append("".join(own + rng.sample(real, rng.randrange(1, 3))))
    summary = made("{place}在{village}推进{topic}，{word}、{word2}一起做，{year2}年覆盖{whom}{n}{unit}。")
    return {"id": f"d{i:06}", "title": title[:40], "summary": summary, "paragraphs": paragraphs, "place": place, "words": [topic, *words], "year": year}


DECLARATION = """label: 案例
url: /cases/{id}/
template: document
listing: { order: [-published, id], facets: [place, subjects] }
fields:
  published: { kind: date, precision: day, label: 日期 }
  place: { kind: choice, from: places, label: 地方 }
  subjects: { kind: choice, from: subjects, count: 0.., label: 主题 }
"""


SUBJECTS = list(dict.fromkeys(word for topic, _, _, words in TOPICS for word in [topic, *words.split()]))


def name(kind, word):
    """The id of a word of a vocabulary."""
    return f"{kind}{(CITIES if kind == 'p' else SUBJECTS).index(word):03}"


def vocabulary(kind, words):
    return "".join(f"- {{ id: {name(kind, word)}, zh: {word} }}\n" for word in words)


def main():
    count, out = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    seed = sys.argv[3] if len(sys.argv) > 3 else "1"
    real = sentences()
    cases = out / "content/cases"
    cases.mkdir(parents=True)
    (out / "site.yaml").write_text('schema_version: 1\ntitle: 搜索试验\nbase_url: "https://example.org"\nnav: [cases]\n', encoding="utf-8")
    terms = out / "content/_terms"
    terms.mkdir()
    (terms / "places.yaml").write_text(vocabulary("p", CITIES), encoding="utf-8")
    (terms / "subjects.yaml").write_text(vocabulary("s", SUBJECTS), encoding="utf-8")
    synonyms = CONTENT / "_terms/synonyms.yaml"
    if synonyms.exists():
        (terms / "synonyms.yaml").write_text(synonyms.read_text(encoding="utf-8"), encoding="utf-8")
    (cases / "_collection.yaml").write_text(DECLARATION, encoding="utf-8")
    with (out / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for i in range(count):
            doc = document(i, seed, real)
            heads = ["起因", "做法", "结果", "难处", "账本"]
            body = "\n\n".join(f"## {heads[k]}\n\n{text}" for k, text in enumerate(doc["paragraphs"]))
            head = f"title: {doc['title']}\nsummary: {doc['summary']}\npublished: {doc['year'] + 2}-{i % 12 + 1:02}-{i % 28 + 1:02}\nplace: {name('p', doc['place'])}\nsubjects: [{', '.join(name('s', word) for word in doc['words'])}]\n"
            (cases / f"{doc['id']}.md").write_text(f"---\n{head}---\n{body}\n", encoding="utf-8")
            text = "\n".join([doc["title"], doc["summary"], *doc["paragraphs"]])
            truth.write(json.dumps({"url": f"/cases/{doc['id']}/", "title": doc["title"], "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
