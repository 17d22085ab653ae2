/** Small public settings in `localStorage`; a browser that keeps none only forgets them. */
export const settings = {
  load: (key: string): string | undefined => {
    try {
      return localStorage.getItem(`lightseal.${key}`) ?? undefined;
    } catch {
      return undefined;
    }
  },
  save: (key: string, value: string): void => {
    try {
      localStorage.setItem(`lightseal.${key}`, value);
    } catch {
      // Blocked or full: the setting holds until the app is closed.
    }
  },
};
