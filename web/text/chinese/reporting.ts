// 简体中文：报告。Simplified Chinese of a report.

export const reporting = {
  "report.title": "{title}：{words}",
  "report.runs.one": "{count} 次运行",
  "report.runs.other": "{count} 次运行",
  "report.made": "{date}。由 Schoolyard {version} 根据实测数据生成。",
  "report.common": "所有运行都相同的设置",
  "report.curves": "曲线",
  "report.notes": "备注",
  "report.band": "多个种子的平均值旁边是：{band}。",
  "report.multiply_adds": "每个样本的乘加次数",
  "report.seconds": "训练秒数",
  "report.device": "设备",
  "report.threads": "线程",
  "report.versions": "训练所用软件",
  "report.when": "时间",
  "report.sure": "把握",
  "report.setup": "原样的设置",
  "report.open": "在 Schoolyard 中打开：{names}",
  "report.scripts": "训练的代码",
  "report.scripts.words": "每个文件只需要 PyTorch 就能运行，并重新得到那次运行的曲线。",
  "report.scripts.none": "没有代码：{reason}",
};
