/** What counter staff do. */
import type { Page } from '@playwright/test';
import type { Verdict } from '../../src/core/verify/index.ts';
import { expect } from './harness.ts';

/** Waits for a verdict and its first reason. */
export async function expectVerdict(page: Page, verdict: Verdict, code?: string): Promise<void> {
  await expect(page.locator('[data-verdict]')).toHaveAttribute('data-verdict', verdict);
  if (code === undefined) return;
  await expect(page.locator(`[data-code="${code}"]`)).toBeVisible();
}

/** Opens the camera, or opens it again so that it sees what is held up now. */
export async function scan(page: Page): Promise<void> {
  await page.reload();
  const open = page.getByRole('button', { name: '打开摄像头' });
  const video = page.locator('video');
  await expect(open.or(video).first()).toBeVisible();
  if (await open.isVisible()) await open.click();
}

/** Pastes a code's text instead of scanning it. */
export async function paste(page: Page, text: string): Promise<void> {
  await page
    .getByRole('radio', { name: '粘贴' })
    .or(page.getByRole('button', { name: '粘贴' }))
    .first()
    .click();
  await page.getByLabel('码的文字').or(page.locator('textarea')).first().fill(text);
  await page.getByRole('button', { name: '核验', exact: true }).click();
}
