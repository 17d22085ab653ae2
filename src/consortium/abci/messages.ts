/** The messages of ABCI 2.0, as `cosmjs-types` has them. */
import {
  Request,
  Response,
  ResponseProcessProposal_ProposalStatus,
} from 'cosmjs-types/tendermint/abci/types';

export { Request, Response };
export {
  ResponseApplySnapshotChunk_Result as CHUNK,
  ResponseOfferSnapshot_Result as OFFER,
} from 'cosmjs-types/tendermint/abci/types';
export type {
  RequestApplySnapshotChunk,
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestOfferSnapshot,
  RequestPrepareProposal,
  RequestQuery,
  ResponseCheckTx,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseQuery,
} from 'cosmjs-types/tendermint/abci/types';
export type { Timestamp } from 'cosmjs-types/google/protobuf/timestamp';

export const ACCEPT_PROPOSAL = ResponseProcessProposal_ProposalStatus.ACCEPT;
