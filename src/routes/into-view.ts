/** What takes the place of a long page is seen from its beginning, however far that was scrolled. */
export function intoView(shown: Element): void {
  shown.scrollIntoView({ block: 'start' });
}
