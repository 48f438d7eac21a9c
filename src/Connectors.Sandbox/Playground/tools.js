// Tool calls of the agent that the page has to answer: one small form each.
export class ToolCalls {
  #place;
  #answer;

  constructor(place, answer) {
    this.#place = place;
    this.#answer = answer;
  }

  take(name, event) {
    if (name !== 'elevenlabs_agent_event' || event.elevenlabs_event_type !== 'client_tool_call') return;
    const call = event.data.client_tool_call;
    if (call.expects_response === false) return;
    this.#ask({ id: call.tool_call_id, eventId: event.event_id }, `${call.tool_name}(${JSON.stringify(call.parameters)})`);
  }

  clear() { this.#place.replaceChildren(); }

  #ask(call, text) {
    const form = document.createElement('form');
    const code = document.createElement('code');
    const result = document.createElement('input');
    const button = document.createElement('button');
    Object.assign(code, { textContent: text });
    Object.assign(result, { placeholder: 'Result', required: true });
    button.textContent = 'Answer';
    form.append(code, result, button);
    form.onsubmit = submitted => {
      submitted.preventDefault();
      this.#answer(call, result.value);
      form.remove();
    };
    this.#place.append(form);
    result.focus();
  }
}
