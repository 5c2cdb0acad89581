// Grafana is drawn in Inter, which it serves itself and which is not here. Its charts measure their labels in 'Inter' alone: a browser that has no such font takes
// its serif font for it, and what is drawn in the next font of the theme was cut off. So the name is given to the font that the page is drawn in.

/** As the theme has them, and what Linux has in their place. */
const families = ['Inter', 'Helvetica', 'Arial', 'Liberation Sans', 'Roboto', 'DejaVu Sans'];

/** Done before anything is measured. Where none of them is installed it is as it was. */
export async function nameFont(): Promise<void> {
  await Promise.all([face('', '100 500'), face(' Bold', '600 900')]);
}

async function face(style: string, weight: string): Promise<void> {
  const sources = families.map((family) => `local('${family}${style}')`).join(', ');
  try {
    document.fonts.add(await new FontFace('Inter', sources, { weight }).load());
  } catch {
    // None of them is here.
  }
}
