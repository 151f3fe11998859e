// A picture of one's own: drawn, opened from a file, or taken by the camera. It goes nowhere but into the address of the page.

import { useEffect, useRef, useState } from "preact/hooks";
import "../../text/convolved";
import type { InputProps } from "../../parts/NumberInput";
import { Pad } from "../../parts/Pad";
import { photo, pixelsOf, SIDE } from "../../parts/photo";
import type { PictureControl } from "../../setup/controls";
import { text } from "../../text/text";
import css from "./Kernel.module.css";

const DRAWN = 28;

export function PictureInput({ value, change, label }: InputProps<PictureControl, string>) {
  const [problem, say] = useState("");
  const [camera, turn] = useState<MediaStream | null>(null);
  const pixels = pixelsOf(value);
  const stop = () => {
    camera?.getTracks().forEach((track) => track.stop());
    turn(null);
  };
  useEffect(() => () => camera?.getTracks().forEach((track) => track.stop()), [camera]);
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    say("");
    try {
      const picture = await createImageBitmap(file);
      change(photo(picture, picture.width, picture.height));
    } catch {
      say(text("picture.unreadable", { file: file.name }));
    }
  };
  const look = async () => {
    say("");
    if (!navigator.mediaDevices) return say(text("picture.no.camera"));
    await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } }).then(turn, () => say(text("picture.camera.refused")));
  };
  return (
    <div class={css.picture} role="group" aria-labelledby={label}>
      {camera ? (
        <Camera
          stream={camera}
          take={(picture) => {
            change(picture);
            stop();
          }}
        />
      ) : pixels ? (
        <Photo pixels={pixels} />
      ) : (
        <Pad height={DRAWN} width={DRAWN} value={value} change={change} />
      )}
      <div class={css.ways}>
        <label class="small wide">
          <input type="file" accept="image/*" onChange={(event) => void open(event.currentTarget.files?.[0])} />
          {text("picture.open")}
        </label>
        {camera ? (
          <button type="button" class="small wide" onClick={stop}>
            {text("picture.stop")}
          </button>
        ) : (
          <button type="button" class="small wide" onClick={() => void look()}>
            {text("picture.camera")}
          </button>
        )}
        {pixels && !camera && (
          <button type="button" class="small wide" onClick={() => change("")}>
            {text("picture.draw")}
          </button>
        )}
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Photo({ pixels }: { pixels: Uint8ClampedArray<ArrayBuffer> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, SIDE, SIDE), 0, 0), [pixels]);
  return <canvas class={css.photo} ref={canvas} width={SIDE} height={SIDE} role="img" aria-label={text("picture.own")} />;
}

function Camera({ stream, take }: { stream: MediaStream; take: (picture: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  const snap = () => video.current && take(photo(video.current, video.current.videoWidth, video.current.videoHeight));
  return (
    <>
      <video ref={video} autoPlay muted playsInline />
      <button type="button" class="small wide primary" onClick={snap}>
        {text("picture.take")}
      </button>
    </>
  );
}
