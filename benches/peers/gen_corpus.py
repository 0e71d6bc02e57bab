#!/usr/bin/env python3
"""Deterministic generator of a synthetic Chinese "dual carbon" corpus for SSG benchmarks.

    gen_corpus.py -n 1000 --out DIR [--flavour hugo|zola|eleventy|neutral] [--seed 20260]

* Document i depends only on (seed, i): the first 1,000 documents of a 10,000 corpus ARE the 1,000 corpus
  (only the tail of ordering-dependent pages, e.g. "latest", differs).
* --flavour may be a comma-separated list; then each flavour is written to DIR/<flavour>/.
* The body is identical in every flavour except for the form of internal links
  (neutral ../cases/x.md, zola @/cases/x.md, hugo and eleventy /cases/x/) and the front matter syntax.
* The neutral flavour writes ids where the others write words, and the words of each id to content/_terms/*.yaml.
* All figures, firms and pilots' doings are made up; the pilot list is illustrative, not an official one.
Only the Python standard library is used.
"""
import argparse
import os
import random
import re
import sys
from bisect import bisect
from itertools import accumulate

# ------------------------------------------------------------------------------------------ vocabulary
PROVINCES = {
    "河北": "唐山 张家口 承德 保定 邯郸 邢台", "山西": "太原 长治 大同 阳泉 晋城", "内蒙古": "鄂尔多斯 包头 赤峰 呼和浩特 乌海",
    "辽宁": "沈阳 大连 鞍山 盘锦 营口", "黑龙江": "哈尔滨 大庆 黑河 佳木斯 齐齐哈尔", "江苏": "盐城 苏州 无锡 常州 南通 徐州",
    "浙江": "湖州 杭州 宁波 绍兴 嘉兴 衢州", "安徽": "亳州 合肥 芜湖 马鞍山 滁州", "山东": "德州 烟台 青岛 济南 潍坊 东营",
    "河南": "信阳 郑州 洛阳 新乡 鹤壁", "湖北": "襄阳 十堰 武汉 宜昌 黄石", "湖南": "湘潭 长沙 株洲 衡阳 岳阳",
    "广东": "广州 深圳 佛山 东莞 珠海 肇庆", "陕西": "榆林 西安 宝鸡 咸阳 延安", "新疆": "克拉玛依 库尔勒 昌吉 哈密 石河子",
}
PINYIN = {
    "河北": "hebei", "山西": "shanxi", "内蒙古": "neimenggu", "辽宁": "liaoning", "黑龙江": "heilongjiang", "江苏": "jiangsu",
    "浙江": "zhejiang", "安徽": "anhui", "山东": "shandong", "河南": "henan", "湖北": "hubei", "湖南": "hunan",
    "广东": "guangdong", "陕西": "shaanxi", "新疆": "xinjiang",
}
PARK_SUFFIX = ["经济技术开发区", "高新技术产业开发区", "循环经济产业园", "低碳产业园区", "化工产业园", "装备制造产业园"]
FIELDS = [("能源", "energy"), ("工业", "industry"), ("建筑", "buildings"), ("交通", "transport"), ("循环经济", "circular"),
          ("生态碳汇", "ecology")]
TAGS = ("分布式光伏 储能 氢能 余热回收 绿色建筑 碳市场 碳足迹 能耗双控 零碳园区 绿电交易 虚拟电厂 海上风电 生物质能 地热供暖 "
        "公共建筑节能 电动公交 充电网络 港口岸电 多式联运 再生资源 工业固废 无废城市 碳汇造林 湿地修复 海洋碳汇 CCUS 钢铁 水泥 电解铝 "
        "石化化工 数据中心 源网荷储 微电网 煤电灵活性 绿色金融 转型金融 碳普惠 碳核算 能源管理 合同能源管理 既有建筑改造 超低能耗建筑 光储直柔 "
        "农村能源 绿色制造 清洁生产 产业链协同 绿色供应链 智慧能源 数字化监测 环境权益 政策创新 公众参与 绿色出行 垃圾分类 节水 污水资源化 "
        "绿色消费 科普教育 国际合作").split()
TECH = ("分布式光伏 集中式风电 电化学储能 抽水蓄能 压缩空气储能 飞轮储能 熔盐储热 氢燃料电池 电解水制氢 绿氨合成 生物质锅炉 沼气提纯 "
        "地源热泵 空气源热泵 污水源热泵 余热回收 余压发电 高炉煤气回收 干熄焦发电 转炉煤气回收 短流程炼钢 氢基竖炉 富氧燃烧 低氮燃烧 "
        "替代燃料煅烧 水泥窑协同处置 电解槽节能改造 惰性阳极 再生铝熔炼 高效电机 永磁变频 磁悬浮鼓风机 空压机集控 蒸汽梯级利用 有机朗肯循环 "
        "冷热电三联供 区域能源站 智能微电网 源网荷储一体化 虚拟电厂 需求响应 柔性负荷调控 光储直柔 建筑光伏一体化 外墙外保温 三玻两腔窗 "
        "新风热回收 自然采光导光 智能照明 分项计量 装配式建造 被动式超低能耗 绿色建材 低碳混凝土 纯电动重卡 换电站 港口岸电 氢能公交 "
        "智能网联调度 公铁联运 江海联运 电动船舶 自动化码头 甩挂运输 共享单车 慢行系统 废钢加工 动力电池梯次利用 退役风机叶片回收 "
        "光伏组件回收 建筑垃圾再生 粉煤灰综合利用 工业副产石膏利用 赤泥选铁 餐厨垃圾厌氧发酵 垃圾焚烧发电 飞灰熔融 中水回用 污泥干化 "
        "磷石膏制酸 秸秆还田 测土配方施肥 稻田甲烷减排 畜禽粪污资源化 碳汇造林 森林抚育 草原修复 湿地保护 红树林种植 海草床恢复 "
        "碳捕集利用与封存 二氧化碳驱油 矿化固碳 烟气净化 碳排放在线监测 卫星遥感监测 碳足迹核算 数字孪生 能碳管理平台 区块链存证 "
        "人工智能寻优 边缘计算网关 液冷数据中心 间接蒸发冷却 余热供暖 绿色算力调度").split()
OBJ = ("系统 平台 装置 项目 工程 示范线 机组 基地 中心 网络 体系 生产线 站点 集群 模块 综合体 管网 走廊 试验场 联合体 "
       "工作站 储备库 信息库 名录 清单 台账 标准 指南 导则 方案").split()
GOAL = ("碳达峰目标 碳排放强度下降 能耗强度控制 非化石能源消费占比提升 产业结构优化 重点行业节能降碳 减污降碳协同 绿色低碳转型 "
        "能源安全保障 经济高质量发展 生态产品价值实现 绿色生活方式普及 资源循环利用效率提升 城乡建设绿色发展 终端用能电气化 "
        "可再生能源消纳 供应链碳管理 气候适应能力建设 生物多样性保护 空气质量改善 就业平稳过渡 居民用能成本降低").split()
ACTOR = ("市发展改革委 市生态环境局 市工业和信息化局 市住房城乡建设局 市交通运输局 市自然资源局 市财政局 市统计局 园区管委会 "
         "供电公司 热力集团 城投公司 公交集团 港务集团 龙头企业 中小企业 行业协会 科研院所 高等院校 第三方核查机构 商业银行 社区居委会 "
         "志愿服务队 中小学校 节能服务公司 设计院 碳资产管理公司 林业合作社 农业专业合作社 物业公司 检测认证机构 专家咨询委员会").split()
PLAN = ("碳达峰试点实施方案 能源发展规划 国土空间规划 绿色制造专项行动计划 重点用能单位节能管理办法 绿色建筑条例 公共机构节能工作要点 "
        "碳排放统计核算工作方案 绿色金融支持目录 新能源汽车推广应用方案 无废城市建设方案 生态保护修复规划 可再生能源替代行动方案 "
        "产业园区循环化改造方案 碳普惠管理办法 项目准入负面清单 年度任务清单 部门联席会议制度 数据质量管理制度").split()
DIFF = ("资金投入大 投资回收期长 数据基础薄弱 部门协同不足 技术路线不成熟 专业人才短缺 土地指标紧张 并网消纳受限 标准体系不完善 "
        "企业积极性不高 居民认知不足 峰谷差持续扩大 老旧管网损耗偏高 产品同质化严重 原料供应不稳定 商业模式不清晰 监测手段落后 "
        "煤炭依赖程度高 产业链条偏短 跨区域协调困难 冬季供暖压力突出 用能成本上升").split()
ADJ = ("区域性 园区级 县域 社区级 全流程 跨部门 多能互补的 数字化 可复制的 可推广的 高比例 低成本 高可靠 模块化 集约化 精细化 "
       "市场化 常态化 差异化 因地制宜的 分阶段的 闭环式 一体化 智能化 标准化 开放共享的").split()
VERB = ("推动 实施 建设 推广 完善 探索 健全 优化 开展 深化 统筹 部署 引进 培育 加快 启动 试行 打造 升级 改造 整合 评估 编制 落实").split()
EFFECT = ("降低单位产品能耗 减少外购电量 提升清洁能源占比 缩短项目审批时间 提高设备运行效率 减少煤炭消费 稳定供热温度 增加村集体收入 "
          "改善厂区环境 减少运输空驶 延长设备寿命 带动上下游企业降碳 形成可核查的数据链 吸引社会资本参与 提高再生料使用比例 "
          "降低综合融资成本 增强电网调节能力 扩大绿色就业 提升公众参与度 固定更多的碳").split()
SCI = ("碳达峰 碳中和 温室气体 温室效应 碳足迹 碳汇 碳排放权 碳普惠 绿色电力证书 全球变暖潜势 边际减排成本 能源回报率 生命周期评价 "
       "范围一排放 范围二排放 范围三排放 排放因子 基准线 额外性 碳泄漏 净零排放 气候中和 负排放技术 蓝碳 绿碳 黑碳 甲烷 氧化亚氮 氢氟碳化物 "
       "能量梯级利用 热电联产 容量因子 弃风弃光 惯量支撑 调峰调频 峰谷电价 隐含碳 绿色溢价 转型风险 物理风险 碳关税 碳价 自愿减排量 "
       "土壤有机碳 光合作用 永久冻土 厄尔尼诺 海洋酸化 极端高温 热岛效应").split()
LIFE = ("随手关灯 空调温度设在二十六度 优先乘坐公共交通 短途步行或骑行 购买一级能效家电 自带购物袋 减少一次性餐具 按需点餐 "
        "参与旧衣回收 分类投放垃圾 使用节水器具 选择绿色电力套餐 阳台种植 修旧利废 无纸化办公 拼车出行 合理使用快递包装 参加植树活动").split()
MONTHS = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月".split()
UNITS = [("万吨CO₂", 1, 480, 1), ("万kWh", 20, 9800, 0), ("MW", 1, 600, 1), ("GWh", 1, 300, 1), ("吨标准煤", 200, 98000, 0),
         ("万元", 30, 86000, 0), ("万平方米", 1, 900, 1), ("公顷", 5, 6400, 0), ("m³/h", 10, 9000, 0), ("t/d", 20, 5000, 0),
         ("km", 2, 900, 0), ("亿元", 1, 240, 2), ("GJ", 100, 90000, 0), ("kgce/t", 10, 700, 1), ("gCO₂/kWh", 200, 900, 1)]
UNITS_CO2 = [("万吨CO₂", 1, 480, 1), ("万吨CO₂", 0, 20, 2), ("吨CO₂", 100, 90000, 0), ("吨二氧化碳当量", 100, 90000, 0), ("kgCO₂e", 10, 9000, 0)]
UNITS_MONEY = [("万元", 30, 86000, 0), ("万元", 30, 3000, 0), ("亿元", 1, 240, 2)]
EN = ["ISO 14064-1", "ISO 14067", "GHG Protocol", "IPCC AR6", "PAS 2060", "MRV", "ESG", "EPC", "V2G", "BIPV", "PPA", "LCA", "CCER",
      "GEP", "SCADA", "EMS", "PUE 1.18", "COP 4.6", "Net Zero", "Scope 3", "carbon footprint", "heat pump", "demand response", "LEED v4",
      "Modbus TCP", "OPC UA", "MQTT", "EUI", "TOD", "BMS"]
NAMECH = "华远东方泰盛恒达信诚瑞丰嘉禾金海蓝天绿源清川明德安泰博雅科创智联新宇中兴晨光江河山岳云峰正阳同益润泽启航凯旋元亨宏图"
FIRM = "钢铁 水泥 化工 热电 光伏 新能源 铝业 玻璃 纺织 造纸 食品 电子 汽车零部件 装备 环保科技 物流 建材 生物科技 储能 氢能".split()
COUNTY = "东 西 南 北 新 高 长 安 永 平 宁 清 临 武 阳 兴 文 昌 海 江 河 山 石 金 龙 凤 云 桥 林 溪".split()
COUNTY2 = "城 山 河 川 原 安 平 丰 阳 宁 水 海 江 关 泉 台 林 湖 陵 州".split()
COUNTY3 = "县 区 镇 街道 乡 新区".split()


def zipf(words, s=1.0, q=2.7):
    return words, list(accumulate(1.0 / (r + q) ** s for r in range(len(words))))


class Rng:
    """Thin, fast layer over random.Random."""

    def __init__(self, seed):
        self.r = random.Random(seed).random

    def pick(self, words):
        return words[int(self.r() * len(words))]

    def z(self, table):
        words, cum = table
        return words[bisect(cum, self.r() * cum[-1])]

    def i(self, a, b):
        return a + int(self.r() * (b - a + 1))


Z = {k: zipf(v) for k, v in dict(tech=TECH, obj=OBJ, goal=GOAL, actor=ACTOR, plan=PLAN, diff=DIFF, adj=ADJ, verb=VERB,
                                 effect=EFFECT, sci=SCI, en=EN, life=LIFE, tag=TAGS).items()}


def build_pilots():
    rng = Rng("pilots")
    cities = [(p, c) for p, cs in PROVINCES.items() for c in cs.split()]
    pilots = [(f"{c}市", p, "city") for p, c in cities]
    k = 0
    while len(pilots) < 100:
        p, c = cities[k % len(cities)] if k < len(cities) else rng.pick(cities)
        k += 3
        name = c + PARK_SUFFIX[len(pilots) % len(PARK_SUFFIX)]
        if all(name != x[0] for x in pilots):
            pilots.append((name, p, "park"))
    return pilots[:100]


PILOTS = build_pilots()
ZP = zipf(list(range(100)), 0.6, 6)


def num(r, units):
    u, a, b, d = units[int(r.r() * len(units))]
    x = a + (b - a) * r.r() ** 2.2
    return f"{x:.{d}f}{u}" if d else f"{int(x)}{u}"


def pct(r):
    return f"{0.6 + 48 * r.r() ** 1.7:.1f}%"


def firm(r, d):
    return d.city + r.pick(NAMECH) + r.pick(NAMECH) + r.pick(FIRM) + r.pick(("有限公司", "集团", "股份公司", "厂"))


def county(r):
    return r.pick(COUNTY) + r.pick(COUNTY2) + r.pick(COUNTY3)


def tech(r):
    x = r.r()
    if x < .45:
        return r.z(Z["tech"])
    if x < .8:
        return r.z(Z["tech"]) + r.z(Z["obj"])
    return r.z(Z["adj"]) + r.z(Z["tech"]) + r.z(Z["obj"])


SLOT = {
    "T": lambda r, d: tech(r), "G": lambda r, d: r.z(Z["goal"]), "A": lambda r, d: r.z(Z["actor"]), "P": lambda r, d: r.z(Z["plan"]),
    "D": lambda r, d: r.z(Z["diff"]), "J": lambda r, d: r.z(Z["adj"]), "V": lambda r, d: r.z(Z["verb"]), "E": lambda r, d: r.z(Z["effect"]),
    "S": lambda r, d: r.z(Z["sci"]), "N": lambda r, d: num(r, UNITS), "Z": lambda r, d: num(r, UNITS_CO2), "I": lambda r, d: num(r, UNITS_MONEY), "C": lambda r, d: pct(r), "F": firm, "X": lambda r, d: county(r),
    "Y": lambda r, d: str(r.i(2016, 2025)), "M": lambda r, d: r.pick(MONTHS), "L": lambda r, d: d.pilot, "K": lambda r, d: d.city,
    "O": lambda r, d: r.z(Z["obj"]), "W": lambda r, d: r.z(Z["life"]), "Q": lambda r, d: str(r.i(2, 96)), "U": lambda r, d: d.province,
    "R": lambda r, d: "**" + r.z(Z["tech"]) + "**", "H": lambda r, d: d.field, "B": lambda r, d: r.z(Z["en"]),
}
# §X marks a slot.
SENT = """
§L围绕§G，把§T作为突破口，先后§V§Q个重点项目。
§Y年§M，§A会同§A印发《§P》，明确由§A牵头§V§T。
针对§D、§D等问题，§A提出了§J解决思路。
§F投资§N建成§T，年可节约§N，折合减排§N。
项目投运后，单位产值能耗下降§C，非化石能源占比提高到§C。
在§X，§T与§T联合运行，实现了§E。
据§A测算，到§Y年底，全市累计减少碳排放§N，较基期下降§C。
§A依托§T，对§Q家重点用能单位进行逐时监测，数据按照§B要求留存。
与传统方案相比，§T的初始投资高出§C，但运行费用每年减少§N。
§K市把§G纳入《§P》，每季度由§A通报进展。
经过§Q个月的试运行，§T的可用率稳定在§C以上，达到设计要求。
为破解§D难题，§A与§F签订协议，采用“节能效益分享”的方式§V改造。
§X的实践表明，§T不仅能够§E，还能够§E。
在融资方面，§A推出挂钩§G的贷款产品，首批授信§N。
§A组织§Q场培训，覆盖§X等地的企业管理人员，重点讲解§S和§S。
§L同步§V§T，使峰值负荷下降§C，年消纳绿电§N。
从全生命周期看，§T每年可避免排放§N，静态投资回收期约§Q个月。
数据由§B系统自动采集，经§A复核后报送上级平台。
这一做法后来写入《§P》，在§U省内§Q个县区推广。
受§D影响，早期方案一度停滞，直到§A介入才重新启动。
§F把§R应用到主工序，吨产品综合能耗降至§N。
到§Y年，§X建成§T§Q处，服务人口超过§Q万人。
值得注意的是，§G并不意味着简单关停，而是通过§T实现存量优化。
§A还建立了§J考核机制，将§E列为年度硬指标。
在§H领域，§L先行先试，形成了§Q项制度成果和§Q项技术标准。
夏季高峰时段，§T可提供§N的调节能力，缓解§D。
§X引入§B方法开展核算，发现§T环节的排放占比高达§C。
""".split("\n")[1:-1]
SCI_SENT = """
§S是理解§G的一把钥匙，它描述的是能量与物质在系统中的流动关系。
简单来说，§S就是把人类活动产生的影响换算成统一的尺度来比较。
许多人把§S和§S混为一谈，其实两者的核算边界并不相同。
以一个三口之家为例，每月用电§Q度，对应的排放大约是§N。
科学家通过长期观测发现，§S与§S之间存在复杂的反馈。
如果每个家庭都能做到§W，一座中等城市每年可减少§N。
在§L，居民可以通过碳普惠小程序记录§W、§W等行为并兑换奖励。
§T听起来陌生，其实原理并不复杂：它利用温差或电位差完成能量转换。
按照§B的定义，§S需要同时考虑直接排放和间接排放。
§Y年的一项调查显示，约有§C的受访者听说过§S，但能准确解释的不足§C。
§A在§X开设科普课堂，用模型演示§T的工作过程。
把§S讲清楚，有助于公众理解为什么要§V§T。
从冰芯记录到卫星数据，证据表明§S的变化正在加速。
常见的误区是认为§S只与工厂有关，事实上衣食住行都会产生影响。
""".split("\n")[1:-1]
H2 = {
    "case": ["背景与挑战", "总体思路", "主要做法", "实施路径", "技术方案", "资金与机制", "取得成效", "经验启示", "推广价值"],
    "practice": ["实践概况", "问题导向", "制度设计", "关键举措", "组织保障", "量化成效", "可复制的做法", "存在的不足", "下一步计划"],
    "article": ["先从一个问题说起", "它是什么", "为什么重要", "背后的原理", "常见误区", "身边的例子", "我们可以做什么", "试点在行动", "小结"],
}
H3 = ["以§T为抓手", "§A的分工", "§G怎么落地", "§T的选型", "从§S看成效", "破解§D", "§X的探索", "§E的路径", "数据与§B"]
TITLE = {
    "case": ["§L以§T推动§G的案例", "§F§T改造案例", "§X§T助力§G", "§L：§T与§T协同的探索", "从§D到§E：§X转型记"],
    "practice": ["§L§V§J§O的典型实践", "§A牵头§V§T的经验做法", "§L《§P》落地实践", "以§J机制破解§D：§K实践"],
    "article": ["一文读懂§S", "§S和§S有什么区别？", "为什么说§T离我们并不远", "生活中的§S：从§W说起", "§Q个数字看懂§T"],
}
SECTION = {"case": "cases", "practice": "practices", "article": "science"}
CLASS = {"case": "案例", "practice": "典型实践", "article": "科普文章"}


def compile_t(t):
    """'a§Tb' -> ['a', f, 'b', ...] with callables for slots."""
    t = re.sub(r"(减排|排放|排放大约是|可减少)§N", r"\1§Z", t)
    t = re.sub(r"(投资|授信|费用每年减少)§N", r"\1§I", t)
    parts = t.split("§")
    out = [parts[0]] if parts[0] else []
    for p in parts[1:]:
        out.append(SLOT[p[0]])
        if p[1:]:
            out.append(p[1:])
    return out


SENT = zipf([compile_t(t) for t in SENT], .5, 6)
SCI_SENT = zipf([compile_t(t) for t in SCI_SENT], .5, 6)
H3 = [compile_t(t) for t in H3]
TITLE = {k: [compile_t(t) for t in v] for k, v in TITLE.items()}
BUL = [compile_t(t) for t in ("**§T**：§A负责§V，年减排§N；", "§V§T，实现§E", "在§X新建§T，规模§N", "修订《§P》，明确§G的责任分工",
                              "建立§J§O，每月由§A更新", "推广`§B`方法，覆盖§Q家企业")]
SBUL = [compile_t(t) for t in ("§W，每人每年约减排§Q千克", "了解§S的含义，学会查看产品标识", "参与§A组织的活动", "把§W变成习惯")]
QUOTE = [compile_t(t) for t in ("绿色转型不是一道附加题，而是§L必须答好的必答题。§T让我们看到了§E的可能。——§A负责人",
                                "过去我们最担心§D，现在有了§T，心里更有底。——§F技术人员", "§S的关键在于可测量、可报告、可核查。")]
NOTE = [compile_t(t) for t in ("数据来源：§AY年度统计，口径按照§B折算。".replace("§AY", "§A§Y"), "排放因子取§N，参见《§P》附表§Q。",
                               "§S的定义参照§B，仅用于说明。")]
SUMMARY = [compile_t(t) for t in ("本文介绍§L在§H领域§V§T的做法，重点说明如何应对§D，以及在§E方面取得的成效。",
                                  "围绕§G，§L通过§T和§J机制实现§E，相关经验可供同类地区参考。",
                                  "§A联合§F§V§T，累计减排§N，形成了可复制的模式。")]


class Doc:
    __slots__ = ("i", "kind", "slug", "title", "date", "summary", "province", "pilot", "ptype", "city", "field", "field_en", "tags", "body")


def fill(t, r, d):
    return "".join([p if p.__class__ is str else p(r, d) for p in t])


def skeleton(i, seed):
    """The cheap part, enough to link to document i."""
    r = Rng(f"{seed}/{i}")
    d = Doc()
    d.i = i
    x = r.r()
    d.kind = "case" if x < .5 else "practice" if x < .8 else "article"
    d.pilot, d.province, d.ptype = PILOTS[r.z(ZP)]
    d.city = next(c for c in PROVINCES[d.province].split() if d.pilot.startswith(c))
    d.field, d.field_en = r.pick(FIELDS)
    d.slug = f"{PINYIN[d.province]}-{d.field_en}-{i:06d}"
    d.title = fill(r.pick(TITLE[d.kind]), r, d)
    d.date = f"{r.i(2021, 2025)}-{r.i(1, 12):02d}-{r.i(1, 28):02d}"
    return d, r


def document(i, seed):
    d, r = skeleton(i, seed)
    d.summary = fill(r.pick(SUMMARY), r, d)
    tags = []
    want = r.i(3, 5)
    while len(tags) < want:
        t = r.z(Z["tag"])
        if t not in tags:
            tags.append(t)
    d.tags = tags
    sents = SCI_SENT if d.kind == "article" else SENT
    out = []
    chars = 0

    def para(k):
        nonlocal chars
        s = "".join([fill(r.z(sents if r.r() < .8 else SENT), r, d) for _ in range(k)])
        chars += len(s)
        return s

    def link():
        if i == 0:
            return ""
        t, _ = skeleton(int(r.r() * i), seed)
        return f"详见[{t.title}](\x00{SECTION[t.kind]}/{t.slug}\x00)。"

    target = r.i(800, 1700) - 400                     # headings, lists, table, quote, footnote and overshoot add about 400
    heads = H2[d.kind]
    nsec = r.i(4, 6)
    chosen = sorted(random.Random(f"{seed}h{i}").sample(range(len(heads)), nsec))
    per = target / nsec
    with_table, with_quote, with_note = r.i(0, nsec - 1), r.i(0, nsec - 1), r.i(0, nsec - 1)
    with_list = {r.i(0, nsec - 1), r.i(0, nsec - 1)}
    with_code = r.i(0, nsec - 1) if r.r() < .3 else -1
    links = {r.i(0, nsec - 1) for _ in range(r.i(1, 3))}
    out.append(para(r.i(1, 2)) + "\n")
    for s in range(nsec):
        out.append(f"## {heads[chosen[s]]}\n")
        goal = chars + per
        sub = r.r() < .5
        out.append(para(r.i(1, 3)) + ("[^1]" if s == with_note else "") + "\n")
        if sub:
            out.append(f"### {fill(r.pick(H3), r, d)}\n")
        if s in with_list:
            ordered = r.r() < .4
            items = [fill(r.pick(SBUL if d.kind == "article" else BUL), r, d) for _ in range(r.i(3, 5))]
            out.append("\n".join((f"{n}. " if ordered else "- ") + x for n, x in enumerate(items, 1)) + "\n")
        while chars < goal:
            out.append(para(r.i(1, 3)) + "\n")
        if s in links:
            out.append(para(1) + link() + "\n")
        if s == with_table:
            y = r.i(2019, 2022)
            rows = [f"| 指标 | {y}年 | {y + 1}年 | {y + 2}年 | 单位 |", "| --- | ---: | ---: | ---: | :---: |"]
            for _ in range(r.i(3, 6)):
                u, a, b, dd = r.pick(UNITS)
                v = a + (b - a) * r.r()
                rows.append(f"| {r.z(Z['tech'])}{r.pick(('规模', '减排量', '节能量', '投资', '覆盖面积', '用能量'))} | {v:.1f} | {v * 1.12:.1f} | "
                            f"{v * (1.2 + .4 * r.r()):.1f} | {u} |")
            out.append("\n".join(rows) + "\n")
        if s == with_quote:
            out.append("> " + fill(r.pick(QUOTE), r, d) + "\n")
        if s == with_code:
            if r.r() < .5:
                out.append("```json\n{\n" + f'  "pilot": "{d.pilot}",\n  "year": {r.i(2020, 2025)},\n  "energy_kwh": {r.i(1000, 999999)},\n'
                           f'  "factor": {0.4 + .3 * r.r():.4f},\n  "verified": {r.pick(("true", "false"))},\n  "scope": [1, 2]\n' + "}\n```\n")
            else:
                out.append("```csv\nmonth,kwh,tco2\n" + "\n".join(
                    f"2025-{m:02d},{r.i(1000, 99999)},{r.r() * 60:.2f}" for m in range(1, r.i(4, 8))) + "\n```\n")
    out.append("[^1]: " + fill(r.pick(NOTE), r, d) + "\n")
    d.body = "\n".join(out)
    return d


# ------------------------------------------------------------------------------------------ flavours
def q(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def arr(xs):
    return "[" + ", ".join(q(x) for x in xs) + "]"


LINK = {"hugo": ("/", "/"), "eleventy": ("/", "/"), "zola": ("@/", ".md"), "neutral": ("../", ".md")}


def render(d, flavour):
    pre, post = LINK[flavour]
    parts = d.body.split("\x00")                      # odd entries are link targets
    parts[1::2] = [pre + p + post for p in parts[1::2]]
    body = "".join(parts)
    if flavour == "zola":
        return (f"+++\ntitle = {q(d.title)}\ndate = {d.date}\ndescription = {q(d.summary)}\n[taxonomies]\npilot = {arr([d.pilot])}\n"
                f"province = {arr([d.province])}\nfield = {arr([d.field])}\ntags = {arr(d.tags)}\n[extra]\npilot_type = {q(d.ptype)}\n"
                f"doctype = {q(d.kind)}\n+++\n\n{body}")
    if flavour == "hugo":
        return (f"---\ntitle: {q(d.title)}\ndate: {d.date}\nsummary: {q(d.summary)}\nprovince: {arr([d.province])}\npilot: {arr([d.pilot])}\n"
                f"field: {arr([d.field])}\ntags: {arr(d.tags)}\npilot_type: {d.ptype}\ndoctype: {d.kind}\n---\n\n{body}")
    if flavour == "eleventy":                         # 'tags' makes collections in Eleventy, so the tags have a name of their own
        return (f"---\ntitle: {q(d.title)}\ndate: {d.date}\nsummary: {q(d.summary)}\nprovince: {q(d.province)}\npilot: {q(d.pilot)}\n"
                f"pilot_type: {d.ptype}\nfield: {q(d.field)}\nkeywords: {arr(d.tags)}\ndoctype: {d.kind}\n---\n\n{body}")
    # ids instead of words; 'published' is the name by which a feed knows the date
    return (f"---\ntitle: {q(d.title)}\npublished: {d.date}\nsummary: {q(d.summary)}\nprovince: {PINYIN[d.province]}\n"
            f"pilot: {PILOT_ID[d.pilot]}\npilot_type: {d.ptype}\nfield: {d.field_en}\ntags: [{', '.join(TAG_ID[t] for t in d.tags)}]\n"
            f"type: {d.kind}\n---\n\n{body}")


PILOT_ID = {name: f"{PINYIN[province]}-{n:03d}" for n, (name, province, _) in enumerate(PILOTS, 1)}
TAG_ID = {word: f"tag-{n:02d}" for n, word in enumerate(TAGS, 1)}


def write_terms(root):
    """The vocabularies of the neutral flavour: content/_terms/<name>.yaml, a list of id and word."""
    vocabularies = {
        "provinces": [(en, zh) for zh, en in PINYIN.items()],
        "pilots": [(PILOT_ID[name], name) for name, _, _ in PILOTS],
        "pilot_types": [("city", "城市"), ("park", "园区")],
        "fields": [(en, zh) for zh, en in FIELDS],
        "tags": [(TAG_ID[word], word) for word in TAGS],
        "types": list(CLASS.items()),
    }
    folder = os.path.join(root, "_terms")
    os.makedirs(folder, exist_ok=True)
    for name, terms in vocabularies.items():
        with open(os.path.join(folder, name + ".yaml"), "w", encoding="utf-8") as fh:
            fh.writelines(f"- {{ id: {id}, zh: {zh} }}\n" for id, zh in terms)


NAMES = {"cases": "案例", "practices": "典型实践", "science": "科普文章"}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("-n", type=int, required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--flavour", default="neutral")
    ap.add_argument("--seed", default="20260")
    ap.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    a = ap.parse_args()
    fl = a.flavour.split(",")
    roots = {}
    for f in fl:
        if f not in LINK:
            sys.exit(f"unknown flavour {f}")
        roots[f] = os.path.join(a.out, f, "content") if len(fl) > 1 else os.path.join(a.out, "content")
        for s, name in NAMES.items():
            os.makedirs(os.path.join(roots[f], s), exist_ok=True)
            idx = os.path.join(roots[f], s, "_index.md")
            if f == "zola":
                open(idx, "w").write(f'+++\ntitle = "{name}"\nsort_by = "date"\npaginate_by = 20\n+++\n')
            elif f == "hugo":
                open(idx, "w").write(f"---\ntitle: {name}\n---\n")
        if f == "neutral":
            write_terms(roots[f])
        if f in ("zola", "hugo"):
            open(os.path.join(roots[f], "_index.md"), "w").write(
                '+++\ntitle = "首页"\n+++\n' if f == "zola" else "---\ntitle: 首页\n---\n")

    def work(lo, hi):
        for i in range(lo, hi):
            d = document(i, a.seed)
            for f in fl:
                with open(os.path.join(roots[f], SECTION[d.kind], d.slug + ".md"), "w", encoding="utf-8") as fh:
                    fh.write(render(d, f))

    jobs = max(1, min(a.jobs, a.n // 2000 + 1))
    if jobs == 1 or not hasattr(os, "fork"):
        work(0, a.n)
        return
    step = -(-a.n // jobs)
    pids = []
    for j in range(jobs):
        pid = os.fork()
        if pid == 0:
            work(j * step, min(a.n, (j + 1) * step))
            os._exit(0)
        pids.append(pid)
    if any(os.waitpid(p, 0)[1] for p in pids):
        sys.exit("a worker failed")


if __name__ == "__main__":
    main()
