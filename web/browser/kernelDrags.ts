// A kernel that is dragged: from a filter of a network to where a kernel is taken, perhaps in another window.

const KERNEL = "application/x-kernel";

/** What a thing listens to that can be dragged away as this kernel. */
export function givingKernel(kernel: string) {
  return {
    draggable: true,
    onDragStart: ({ dataTransfer }: DragEvent) => {
      if (dataTransfer === null) return;
      dataTransfer.effectAllowed = "copy";
      dataTransfer.setData(KERNEL, kernel);
      dataTransfer.setData("text/plain", kernel);
    },
  };
}

/** What a place listens to that takes one; anything else that is dragged over it passes by. */
export function takingKernel(take: (kernel: string) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes(KERNEL)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const kernel = event.dataTransfer?.getData(KERNEL);
      if (!kernel) return;
      event.preventDefault();
      take(kernel);
    },
  };
}
