import { ApiClient, type Answer } from './api-client';

/** A client that keeps whatever it is answered. */
export class RecordingClient extends ApiClient {
  readonly answers: string[] = [];

  override async call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: string,
    extra: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const answer = await super.call<T>(method, path, body, extra);
    this.answers.push(JSON.stringify([method, path, answer.status, [...answer.headers], answer.body]));
    return answer;
  }
}
