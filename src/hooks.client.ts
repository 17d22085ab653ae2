import type { HandleClientError } from '@sveltejs/kit';

/** An unknown address is no fault of the app; everything else is, and is reported as such. */
export const handleError: HandleClientError = ({ error, status, message }) => {
  if (status !== 404) reportError(error);
  return { message };
};
