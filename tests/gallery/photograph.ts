// The picture of the scene that the gallery shows: its card, and what its panel opened beyond it.
import type { Gallery, GalleryScene } from './open';
import { Picture, trim } from './picture/picture';
import { readPng } from './picture/png';

/** A card's panel may open a menu or a card this far beyond it, px. */
const beyond = { width: 520, height: 300 };
const margin = 12;
/** The code editor's scroll bar fades by a clock of its own. */
const style = '.monaco-editor .scrollbar { visibility: hidden !important }';

export async function photograph({ tab }: Gallery, scene: GalleryScene): Promise<Picture> {
  const card = tab.getByTestId('card');
  const box = await card.boundingBox();
  const how = { animations: 'disabled', caret: 'hide', style } as const;
  if (box && (scene.hover || scene.keys || scene.click || scene.drag)) {
    const { width, height } = tab.viewportSize()!;
    const clip = {
      x: 0,
      y: 0,
      width: Math.min(width, box.width + beyond.width),
      height: Math.min(height, box.height + beyond.height),
    };
    return trim(readPng(await tab.screenshot({ ...how, clip })), margin);
  }
  return readPng(await card.screenshot(how));
}
