/* A picture as a file: SVG to enlarge, PNG to paste. What draws it comes when somebody asks. */
import { useState } from "preact/hooks";
import { formatDay } from "../format/moments";
import { useLanguage } from "../language/context";
import type { Moment } from "../api/values";
import { saveFile } from "./saveFile";

type Pictures = typeof import("../pictures/pictures");

export interface Frame {
  title: string;
  source: string;
}

interface Props {
  /** Its name as a file, without the ending. */
  file: string;
  title: string;
  draw: (pictures: Pictures, frame: Frame) => string;
}

export function PictureFiles({ file, title, draw }: Props) {
  const { language, texts } = useLanguage();
  const [failed, setFailed] = useState(false);
  const today = formatDay(new Date().toISOString() as Moment, language);
  const svg = async () => draw(await import("../pictures/pictures"), { title, source: `${texts.name}, ${location.host}, ${today}` });
  const asSvg = async () => saveFile(`${file}.svg`, new Blob([await svg()], { type: "image/svg+xml" }));
  const asPng = async () => {
    const { pngOf } = await import("../pictures/raster");
    saveFile(`${file}.png`, await pngOf(await svg()));
  };
  const act = (work: () => Promise<void>) => () => void work().then(() => setFailed(false), () => setFailed(true));

  return (
    <div class="picture-files">
      <button class="button plain small" type="button" onClick={act(asSvg)}>{texts.pictureSvg}<span class="unseen">: {title}</span></button>
      <button class="button plain small" type="button" onClick={act(asPng)}>{texts.picturePng}<span class="unseen">: {title}</span></button>
      <p role="status" class={failed ? "error" : "unseen"}>{failed && texts.pictureFailed}</p>
    </div>
  );
}
