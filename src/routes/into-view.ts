/** What takes the place of a long page is seen from its beginning, however far that was scrolled. */
export function fromStart(screen: Element): void {
  screen.scrollIntoView({ block: 'start' });
}

/** What people wait for is seen; where it is in view already, nothing moves. */
export function intoView(shown: Element): void {
  shown.scrollIntoView({ block: 'nearest' });
}
