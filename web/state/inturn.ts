// One question is on its way at a time, and the next is the latest: a drag is answered while it lasts, and never leaves the
// server with more than it can do.

export function inTurn<Question, Answer>(ask: (question: Question) => Promise<Answer>, receive: (question: Question, answer: Answer) => void): (question: Question) => void {
  let wanted: { question: Question } | null = null;
  let asking = false;
  const go = async () => {
    asking = true;
    try {
      while (wanted !== null) {
        const { question }: { question: Question } = wanted;
        wanted = null;
        receive(question, await ask(question));
      }
    } finally {
      asking = false;
    }
  };
  return (question) => {
    wanted = { question };
    if (!asking) void go();
  };
}
