import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerServiceWorker } from '#platform/service-worker.ts';

const reload = vi.fn();
const onUpdateReady = vi.fn();

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly postMessage = vi.fn();

  becomes(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  waiting: FakeWorker | null = null;
  installing: FakeWorker | null = null;

  finds(worker: FakeWorker): void {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
  }
}

class FakeContainer extends EventTarget {
  readonly registration = new FakeRegistration();
  controller: object | null = null;
  readonly register = vi.fn((_url: unknown, _options: unknown) =>
    Promise.resolve(this.registration),
  );
}

let container: FakeContainer;

beforeEach(() => {
  container = new FakeContainer();
  vi.stubEnv('DEV', false);
  vi.stubGlobal('navigator', { serviceWorker: container });
  vi.stubGlobal('location', {
    origin: 'http://localhost:4173',
    href: 'http://localhost:4173/wallet',
    reload,
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

/** Registers, and waits until the registration was looked at. */
async function registered() {
  const updates = registerServiceWorker({ onUpdateReady });
  await Promise.resolve();
  await Promise.resolve();
  return updates;
}

describe('the service worker', () => {
  it('is registered past every cache, so that no update is missed', async () => {
    await registered();
    const [call] = container.register.mock.calls;
    expect(call?.[0]).toBe('http://localhost:4173/service-worker.js');
    expect(call?.[1]).toMatchObject({ updateViaCache: 'none' });
  });

  it('neither announces nor reloads anything on the first visit', async () => {
    const updates = await registered();
    const first = new FakeWorker();
    container.registration.finds(first);
    first.becomes('installed');
    container.controller = first;
    container.dispatchEvent(new Event('controllerchange'));
    updates.applyUpdate();
    expect(onUpdateReady).not.toHaveBeenCalled();
    expect(first.postMessage).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  it('announces a new version, and does nothing more until the person agrees', async () => {
    container.controller = {};
    await registered();
    const next = new FakeWorker();
    container.registration.finds(next);
    expect(onUpdateReady).not.toHaveBeenCalled();
    next.becomes('installed');
    expect(onUpdateReady).toHaveBeenCalledOnce();
    expect(next.postMessage).not.toHaveBeenCalled();
  });

  it('announces a version that has been waiting since the last visit', async () => {
    container.controller = {};
    container.registration.waiting = Object.assign(new FakeWorker(), { state: 'installed' });
    await registered();
    expect(onUpdateReady).toHaveBeenCalledOnce();
  });

  it('hands over and reloads once after the person agreed, however often they press', async () => {
    container.controller = {};
    const updates = await registered();
    const next = new FakeWorker();
    container.registration.finds(next);
    next.becomes('installed');
    updates.applyUpdate();
    updates.applyUpdate();
    expect(next.postMessage).toHaveBeenCalledWith('take-over');
    expect(reload).not.toHaveBeenCalled();
    container.dispatchEvent(new Event('controllerchange'));
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalledOnce();
  });

  it('does not reload because another tab agreed', async () => {
    container.controller = {};
    await registered();
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
  });

  it('is done without where the browser refuses or has none', async () => {
    container.register.mockRejectedValueOnce(new DOMException('no', 'SecurityError'));
    (await registered()).applyUpdate();
    vi.stubGlobal('navigator', {});
    (await registered()).applyUpdate();
    expect(reload).not.toHaveBeenCalled();
  });

  it('is not registered by a development server', async () => {
    vi.stubEnv('DEV', true);
    await registered();
    expect(container.register).not.toHaveBeenCalled();
  });
});
