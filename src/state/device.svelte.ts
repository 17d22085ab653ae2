/** What the device says of itself: whether it has a network, and whether a new version waits. */
export class Device {
  #online = $state(true);
  #updateReady = $state(false);

  get online(): boolean {
    return this.#online;
  }
  get updateReady(): boolean {
    return this.#updateReady;
  }

  setOnline(online: boolean): void {
    this.#online = online;
  }

  announceUpdate(): void {
    this.#updateReady = true;
  }
}
