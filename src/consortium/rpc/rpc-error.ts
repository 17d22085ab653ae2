/** Errors as CometBFT's RPC words them; clients tell them apart by code and by the text in `data`. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: string;

  constructor(code: number, message: string, data: string) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export function internalError(data: string): RpcError {
  return new RpcError(-32603, 'Internal error', data);
}

export function invalidParams(data: string): RpcError {
  return new RpcError(-32602, 'Invalid params', data);
}

export function methodNotFound(): RpcError {
  return new RpcError(-32601, 'Method not found', '');
}

export function invalidRequest(data: string): RpcError {
  return new RpcError(-32600, 'Invalid Request', data);
}

export function parseError(data: string): RpcError {
  return new RpcError(-32700, 'Parse error. Invalid JSON', data);
}
