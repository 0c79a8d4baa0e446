/** Lent tools in memory for the tests of the commands and of the local socket. */
import type {
  ApprovedView,
  ApproveParams,
  ServiceToolsView,
  ToolChange,
  ToolsApi,
} from '../../src/agent/api/tool-api.ts';

export class FakeTools implements ToolsApi {
  readonly #asked: (method: string, params?: unknown) => void;
  all: ServiceToolsView[] = [];
  changed: ToolChange[] = [];
  approved: ApprovedView[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async list(params: { readonly service?: string }): Promise<readonly ServiceToolsView[]> {
    this.#asked('tools.list', params);
    return this.all;
  }

  async changes(params: { readonly service?: string; readonly tool?: string }): Promise<readonly ToolChange[]> {
    this.#asked('tools.changes', params);
    return this.changed;
  }

  async approve(params: ApproveParams): Promise<readonly ApprovedView[]> {
    this.#asked('tools.approve', params);
    return this.approved;
  }
}
