// 训练的影片。Films of a training in Chinese.

export const filming = {
  "film.make": "影片（GIF）",
  "film.words": "把这里看到的画面，在保存了权重的 {count} 轮上一张接一张做成文件。",
  "film.stop": "停止：第 {place} 张，共 {count} 张",
  "film.ask": "请先向网络提问：这个视图显示的是它的回答。",
  "film.silent": "影片没有做成：有一张画面没有来。换一个视图，或再试一次。",
};
