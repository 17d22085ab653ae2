/** Whether the camera may be opened without a question to the person. */

/** `false` as well where the browser does not say. */
export async function isCameraGranted(
  permissions: Pick<Permissions, 'query'> | undefined = permissionsOfBrowser(),
): Promise<boolean> {
  try {
    const status = await permissions?.query({ name: 'camera' });
    return status?.state === 'granted';
  } catch {
    // Not every browser knows this name, whatever the types say.
    return false;
  }
}

function permissionsOfBrowser(): Permissions | undefined {
  return (navigator as { readonly permissions?: Permissions }).permissions;
}
