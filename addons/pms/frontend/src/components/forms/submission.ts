/** Decides which idempotency key a submission carries. */
import { newIdempotencyKey } from "../../api/http";

/**
 * The same content sent again after an unanswered try keeps its key, so that it is done once; changed content, or the
 * same after a definite answer, is a new request and gets a new key.
 */
export class SubmissionKey {
  private content: string | undefined;
  private key = "";

  for(content: unknown): string {
    const text = JSON.stringify(content);
    if (text !== this.content) {
      this.content = text;
      this.key = newIdempotencyKey();
    }
    return this.key;
  }

  /** The server gave a definite answer. */
  answered(): void {
    this.content = undefined;
  }
}
