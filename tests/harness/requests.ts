// What a page still waits for.
import type { Page, Request } from 'playwright-core';

/** Gives the addresses that were asked for and have not answered yet. */
export function watchRequests(page: Page): () => string[] {
  const open = new Set<Request>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return () => [...open].map((request) => request.url());
}
