/** Evidence reaches nodes that can judge it only a block later. */
import { describe, expect, it } from 'vitest';
import { reportEvidence, SourceError, type Attack } from '#core/chain/index.ts';
import { deadSource } from '../../support/chain-builder.ts';

const ATTACK: Attack = {
  kind: 'lunatic',
  primary: 0,
  node: 1,
  height: 7,
  commonHeight: 5,
  evidence: ['against witness', 'against primary'],
  foundAtMs: 0,
};
const NO_TIME = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A node that refuses so many times. */
function taking(refusals: number) {
  const told: unknown[] = [];
  const reportEvidence = (evidence: unknown) => {
    told.push(evidence);
    if (told.length > refusals) return Promise.resolve();
    return Promise.reject(new SourceError('source/garbage', 'not yet'));
  };
  return { ...deadSource(), told, reportEvidence };
}

describe('the report of an attack', () => {
  it('is handed in again where it was refused, and once where it was taken', async () => {
    const [willing, hesitant, unwilling] = [taking(0), taking(1), taking(9)];
    const sources = [willing, hesitant, unwilling];
    const reports = await reportEvidence(sources, ATTACK, NO_TIME);
    expect(willing.told).toEqual(['against witness']);
    expect(hesitant.told).toEqual(['against primary', 'against primary']);
    expect(unwilling.told).toHaveLength(4);
    expect(reports.filter(({ isTaken }) => isTaken).map(({ node }) => node)).toEqual([0, 1]);
  });

  it('counts as not taken by a node that has no such question', async () => {
    const reports = await reportEvidence([deadSource(), deadSource()], ATTACK, NO_TIME);
    expect(reports.map(({ isTaken }) => isTaken)).toEqual([false, false]);
  });
});
