// Copies a text, and says how that went. Pages that are not served over HTTPS have no clipboard of their own.
import { t } from '../../parts/text';

export async function copyText(text: string): Promise<string> {
  try {
    if (!navigator.clipboard) {
      throw new Error('no clipboard');
    }
    await navigator.clipboard.writeText(text);
    return t('copy.done', 'Copied.');
  } catch {
    return copyByHand(text) ? t('copy.done', 'Copied.') : t('copy.failed', 'The browser does not let this page copy.');
  }
}

function copyByHand(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.appendChild(area);
  area.select();
  const copied = document.execCommand?.('copy') ?? false;
  area.remove();
  if (focused instanceof HTMLElement) {
    focused.focus({ preventScroll: true });
  }
  return copied;
}
