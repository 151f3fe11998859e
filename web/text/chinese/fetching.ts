// 简体中文：第一次用到时才取的数据。Simplified Chinese of data sets that are fetched when they are first chosen.

export const fetching = {
  "fetch.offer": "{title} 还不在这台机器上。",
  "fetch.facts": "占用磁盘 {size}，来自 {source}。发布者：{published}。",
  "fetch.facts.unsigned": "占用磁盘 {size}，来自 {source}。",
  "fetch.licence": "许可证：",
  "fetch.press": "取 {title}（{size}）",
  "fetch.again": "再试一次",
  "fetch.begins": "正在取 {title}……",
  "fetch.going": "正在取 {title}：{done} / {size}。",
  "fetch.title": "正在取 {title}",
  "fetch.cancel": "取消",
  "fetch.cancelled": "已取消。取到一半的数据不会被使用。",
  "fetch.teacher": "请老师来取。",

  "long.about": "大约要 {time}",
  "long.least": "至少要 {time}",
  "long.network": "在这台机器上，一轮{time}。",
  "long.published": "在这台机器上，一轮{time}：论文里的网络太大，在这里学不完。",
  "long.days": "{days} 天",
  "long.all": "全部学完要 {all}。",
  "long.room": "论文里的网络太大，在这里学不了。",
  "long.classroom": "改用课堂大小",
};
