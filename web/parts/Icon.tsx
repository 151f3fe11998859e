// Line drawings of 16 units, in the colour of the text around them.

const ICONS = {
  eye: "M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8ZM8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4Z",
  eyeless: "M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8ZM3 13L13 3",
  bin: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
  flask: "M6 2h4M6.7 2v4.6L3 12.8A.8 .8 0 0 0 3.7 14h8.6a.8 .8 0 0 0 .7-1.2L9.3 6.6V2M4.9 9.8h6.2",
  fold: "M5 6.5l3 3l3-3",
  fork: "M4 6v8M4 6a2 2 0 1 0 0-4a2 2 0 1 0 0 4ZM12 6a2 2 0 1 0 0-4a2 2 0 1 0 0 4ZM12 6c0 4-8 2-8 6",
  grip: "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01",
  map: "M2 4l4-1.5l4 1.5l4-1.5v10l-4 1.5l-4-1.5l-4 1.5ZM6 2.5v10M10 4v10",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  pin: "M5.5 2.5h5M6.5 2.5v4.5l-2 2.5h7l-2-2.5V2.5M8 9.5v4",
  play: "M5 3l8 5l-8 5Z",
  step: "M3.5 3.5l6 4.5l-6 4.5ZM12 3.5v9",
  stop: "M4 4h8v8H4Z",
  tune: "M2 5h7M12 5h2M9 3.2v3.6M2 11h2M7 11h7M4 9.2v3.6",
};

export function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
