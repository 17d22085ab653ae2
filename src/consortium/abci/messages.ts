/** The messages of ABCI 2.0, as `cosmjs-types` has them. */
import {
  Request,
  Response,
  ResponseApplySnapshotChunk_Result,
  ResponseOfferSnapshot_Result,
  ResponseProcessProposal_ProposalStatus,
} from 'cosmjs-types/tendermint/abci/types';

export { Request, Response };
export type {
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestPrepareProposal,
  RequestQuery,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseQuery,
} from 'cosmjs-types/tendermint/abci/types';
export type { Timestamp } from 'cosmjs-types/google/protobuf/timestamp';

export const ACCEPT_PROPOSAL = ResponseProcessProposal_ProposalStatus.ACCEPT;
export const OFFER_REJECTED = ResponseOfferSnapshot_Result.REJECT;
export const CHUNK_ABORTED = ResponseApplySnapshotChunk_Result.ABORT;
