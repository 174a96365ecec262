import { useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Message } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { Prose } from "../../parts/Local";

function Item({ message }: { message: Message }) {
  const { language, texts } = useLanguage();
  const [read, setRead] = useState(message.readAt !== undefined);
  const [failed, setFailed] = useState(false);
  const open = () => {
    if (read) return;
    setRead(true);
    post("/v1/me/messages/{messageId}/read", { path: { messageId: message.id } })
      .catch(() => setFailed(true));
  };

  return (
    <li>
      <details onToggle={open}>
        <summary>
          <span>{message.subject}</span>
          {!read && <> <span class="tag open">{texts.me.isNew}</span></>}
          {message.createdAt && <span class="quiet"> {formatMoment(message.createdAt, language)}</span>}
        </summary>
        <Prose text={message.text} />
        {failed && <p class="error" role="alert">{texts.me.readFailed}</p>}
      </details>
    </li>
  );
}

/** My messages; one that is opened counts as read. */
export function Messages({ messages }: { messages: Message[] }) {
  const { texts } = useLanguage();

  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{texts.me.messages}</h2>
      <p><a href="/me/notifications">{texts.me.notices}</a></p>
      {messages.length === 0 && <p>{texts.me.noMessages}</p>}
      <ul class="rows">{messages.map((message) => <Item key={message.id} message={message} />)}</ul>
    </section>
  );
}
