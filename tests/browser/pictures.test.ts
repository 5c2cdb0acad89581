// The comparison of pictures itself: it does not see which fonts a machine has, and does see what a person would.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { greek } from '../gallery/greek';
import { Gallery, GalleryScene, openGallery } from '../gallery/open';
import { photograph } from '../gallery/photograph';
import { compare } from '../gallery/picture/compare';
import type { Picture } from '../gallery/picture/picture';
import { readPng, writePng } from '../gallery/picture/png';
import { root } from '../../tools/step';

let gallery: Gallery;

before(async () => {
  gallery = await openGallery(path.join(root, '.cache', 'gallery', 'page'));
});
after(() => gallery?.browser.close());

const scene = (name: string): GalleryScene => gallery.scenes.find((one) => one.name === name)!;

async function take(name: string, font?: string, change?: () => void): Promise<Picture> {
  await gallery.show(scene(name), 'dark', font);
  if (change) {
    await gallery.tab.evaluate(change);
  }
  return photograph(gallery, scene(name));
}

describe('fonts', () => {
  // Drawn as elements, as SVG, on a canvas, and as controls.
  for (const name of ['heatmap-table', 'distribution-histogram', 'heatmap-other-source', 'query-rich-narrow']) {
    test(`${name} is the same on machines with other fonts`, async () => {
      // What a machine takes for Grafana's fonts.
      const letters: Picture[] = [];
      const bars: Picture[] = [];
      for (const font of ['DejaVu Sans', 'serif']) {
        letters.push(await take(name, font));
        bars.push(await take(name, `${greek}, ${font}`));
      }
      assert.notEqual(compare(letters[0], letters[1]).message, undefined, 'the fonts are the same: nothing is shown');
      assert.equal(compare(bars[0], bars[1]).message, undefined);
    });
  }

  test('all letters are bars, those that no font has, too', async () => {
    await gallery.show(scene('heatmap-empty'), 'dark', greek);
    const widths = await gallery.tab.evaluate(() => {
      const pen = document.createElement('canvas').getContext('2d')!;
      pen.font = '100px Greek, serif';
      return ['i', 'W', 'ß', '→', '画', '²', '\u{10ffff}', ' ', '\u00a0'].map((letter) =>
        Math.round(pen.measureText(letter).width)
      );
    });
    assert.deepEqual(widths, [55, 55, 55, 55, 55, 55, 55, 28, 28]);
  });
});

describe('what is drawn', () => {
  const changes: Record<string, { scene: string; change: () => void }> = {
    'a bar is three pixels higher': {
      scene: 'distribution-state-histogram-one',
      change: () => {
        const paths = [...document.querySelectorAll('[data-testid=card] path')];
        const bars = paths.find((path) => (path.getAttribute('d') ?? '').split('V').length > 8)!;
        const tops = bars.getAttribute('d')!.match(/V[\d.]+/g)!;
        const top = tops.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))[0];
        bars.setAttribute('d', bars.getAttribute('d')!.replace(top, `V${Number(top.slice(1)) - 3}`));
      },
    },
    'a bar of the palette’s orange is its dark orange': {
      scene: 'distribution-state-histogram-one',
      change: () => {
        document.querySelectorAll('[fill^="#ff9830"]').forEach((bar) => bar.setAttribute('fill', '#ff780a99'));
      },
    },
    'the mark of the mean is gone': {
      scene: 'distribution-state-histogram-one',
      change: () => document.querySelector('path[d$="h8l-4 6Z"]')!.remove(),
    },
    'one cell of 672 has no dot': {
      scene: 'heatmap-eight-weeks',
      change: () => {
        const dots = [...document.querySelectorAll('[data-testid=drift-heatmap-stage] path')].find(
          (path) => (path.getAttribute('d') ?? '').split(/(?=M)/).length > 10
        )!;
        dots.setAttribute('d', dots.getAttribute('d')!.replace(/M[^M]+/, ''));
      },
    },
    'a line of a pixel’s width is gone': {
      scene: 'distribution-histogram',
      change: () => document.querySelector('[data-testid=card] line[stroke-dasharray]')!.remove(),
    },
    'all faint lines across the plot are gone': {
      scene: 'distribution-histogram',
      change: () =>
        document.querySelectorAll('[data-testid=card] svg line:not([stroke-dasharray])').forEach((line) => {
          const [x1, x2, y1, y2] = ['x1', 'x2', 'y1', 'y2'].map((end) => Number(line.getAttribute(end)));
          if (y1 === y2 && x2 - x1 > 200) {
            line.remove();
          }
        }),
    },
    'bars are a shade darker': {
      scene: 'distribution-histogram',
      change: () =>
        document
          .querySelectorAll('[fill^="#ff9830"]')
          .forEach((bar) => bar.setAttribute('fill', bar.getAttribute('fill')!.replace('#ff9830', '#f08921'))),
    },
    'the heatmap’s hue is turned by 8°': {
      scene: 'heatmap-eight-weeks',
      change: () => {
        document.querySelector<HTMLElement>('[data-testid=drift-heatmap-stage]')!.style.filter = 'hue-rotate(8deg)';
      },
    },
    'the heatmap is 6 % brighter': {
      scene: 'heatmap-other-source',
      change: () => {
        document.querySelector<HTMLElement>('[data-testid=drift-heatmap-stage]')!.style.filter = 'brightness(1.06)';
      },
    },
    'the ground is a shade lighter': {
      scene: 'distribution-histogram',
      change: () => {
        document.querySelector<HTMLElement>('[data-testid=card]')!.style.filter = 'brightness(1.06)';
      },
    },
    'a label is elsewhere': {
      scene: 'distribution-histogram',
      change: () => document.querySelector('[data-testid=card] text')!.setAttribute('x', '30'),
    },
  };
  for (const [title, { scene: name, change }] of Object.entries(changes)) {
    test(`${title}: it differs`, async () => {
      const before = await take(name, greek);
      assert.equal(compare(before, await take(name, greek)).message, undefined);
      const { message, shown } = compare(before, await take(name, greek, change));
      assert.match(message ?? 'the same', /^differs (in \d+|a little in \d+ of \d+) blocks/);
      assert.ok(shown !== undefined && shown.width === before.width);
    });
  }

  test('as the file that it is kept in it is the same', async () => {
    for (const name of ['heatmap-eight-weeks', 'distribution-stacked-many', 'distribution-psi']) {
      const picture = await take(name, greek);
      assert.equal(compare(picture, readPng(writePng(picture))).message, undefined);
    }
  });

  test('a panel of another size differs', async () => {
    const [tiny, whole] = [await take('heatmap-tiny', greek), await take('heatmap-eight-weeks', greek)];
    assert.match(compare(tiny, whole).message ?? 'the same', /^is 1018 × 358 px and was 318 × 218$/);
  });
});
