/* An SVG document as a PNG, by the browser. */

const SCALE = 2; // sharp on paper and on dense screens

function imageOf(svg: string): Promise<HTMLImageElement> {
  const image = new Image();

  // Our own policy allows pictures as data; the document loads nothing, so the canvas stays readable.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return image.decode().then(() => image);
}

export async function pngOf(svg: string): Promise<Blob> {
  const image = await imageOf(svg);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");

  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("no picture")), "image/png");
  });
}
