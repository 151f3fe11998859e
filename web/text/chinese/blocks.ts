// 网络的积木。Blocks of a network in Chinese.

export const blocks = {
  "blocks.convolution": "{filters} 个卷积核，{size}",
  "blocks.depthwise": "每张图一个卷积核，{size}",
  "blocks.pooling": "{kind}，{size}",
  "blocks.shared": "随上面的设置",
  "blocks.dense": "{units} 个单元",
  "blocks.number": "第 {number} 块",
  "blocks.keys": "回车打开，Alt 加方向键移动，Delete 拿掉。",
  "blocks.earlier": "往前",
  "blocks.later": "往后",
  "blocks.twice": "再来一块",
  "blocks.out": "拿掉",
  "blocks.removed": "{block} 拿掉了。",
  "blocks.add": "添加",
  "blocks.none": "没有积木：每个像素直接通往输出。",
  "blocks.text": "写成文字",
  "blocks.wrong": "“{word}”不是一块。可以写 16k5、max2、drop0.25、global、dense64。",
  "blocks.race": "点选或输入，网络之间用分号：8k5 max2; 16k5 max2。最多 {count} 个网络。",
  "blocks.race.wrong": "“{typed}”不是积木。可以写 8k5 max2 dense64。",
};
