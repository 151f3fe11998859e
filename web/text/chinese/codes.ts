// 编码平面和成排的图片。

export const codes = {
  "rows.other": "用我画的作另一张",
  "rows.other.text": "然后清空画板，让同学来画。",
  "rows.choices": "另一张图片",
  "rows.play": "播放",
  "rows.stop": "暂停",
  "rows.frame": "帧",
  "rows.at": "{place} / {of}",
  "rows.pictures": "一排排图片",
  "codes.axes": "平面的轴",
  "codes.walk": "编码平面：{axes}。用方向键走动，按住 Shift 走大步。",
  "codes.here": "这里画出来的。附近没有图片。",
  "codes.here.near": "这里画出来的。最近的图片：{label}",
  "codes.asked": "输入的图",
  "codes.made": "重画的图",
  "codes.samples": "从它的云团里取的",
  "codes.pictures": "画出来的图",
  "codes.codes": "图片的位置",
  "codes.frame": "轴：{axes}",
  "stack.title": "下界的两部分",
  "stack.waits": "第二次评分之后画出来。",
};
