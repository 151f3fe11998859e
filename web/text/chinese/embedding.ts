// 放到别的网站上的图表。Charts for pages of other sites, in Chinese.

export const embedding = {
  "embed.title": "在别的网站上显示图表或视图",
  "embed.what": "图表或视图",
  "embed.charts": "图表",
  "embed.views": "网络内部的视图",
  "embed.view": "视图",
  "embed.view.live": "训练中每一刻的样子",
  "embed.view.frozen": "按最后保存的权重，以后不变",
  "embed.view.most": "一个框最多显示 {most} 次运行的内部：正在查看的那些。",
  "embed.waits": "正在询问服务器…",
  "embed.gone": "这些运行或它们的这个视图已经不在了。",
  "embed.curves": "曲线",
  "embed.live": "随训练增长：训练进行时每五秒重画一次",
  "embed.frozen": "停在现在的样子，以后不变",
  "embed.code": "放进对方网页的 HTML",
  "embed.copy": "复制代码",
  "embed.copied": "已复制。",
  "embed.most": "一个框最多显示 {most} 次运行：图表上最前面的那些。",
  "embed.sites": "可以显示它的网站：{sites}。别的网站只会看到空框。",
  "embed.nobody": "还没有别的网站可以显示它。启动服务器的人可以写明，例如 {variable}；没有写明的网站只会看到空框。",
  "embed.alone": "这个页面是用本机地址打开的：请用服务器自己的地址打开，代码里就会是那个地址。",
};
