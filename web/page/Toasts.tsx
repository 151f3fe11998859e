// What just happened and can be undone, or could not be done.

import { hush } from "../state/toasts";
import { state } from "../state/here";

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {state.toasts.value.map((toast) => (
        <p class="toast" key={toast.id}>
          {toast.words}
          {toast.action && (
            <button
              type="button"
              class="link"
              onClick={() => {
                toast.action?.act();
                hush(toast.id);
              }}
            >
              {toast.action.words}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}
