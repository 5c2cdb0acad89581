// A part of docs/panels.md: states that belong together, each with its caption.

export interface Chapter {
  title: string;
  intro: string;
  /** One sentence for each scene, by its name, in the order in which they are shown. */
  captions: Record<string, string>;
}
