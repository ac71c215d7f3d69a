/* What happens to one person in the lobby: what their own topic tells, and what their page's forms have done. Each
   changes the state, and may return what is to be told once that is drawn. */

/* Events of `user:`; `read` asks who is proposed, because events carry keys. */
export function ownNews({ state, stage, asking, after, read }) {
  return {
    "round.assigned": (d) => void state.seat({ ...d, endsAt: d.ends_at }),
    "access.changed": (d) => void state.move(d),
    "match.found": (d) => void read(d),
    "match.started": (d) => {
      const known = state.proposal?.match === d.match ? state.proposal : {};
      state.seat({ ...known, ...d });
    },
    "match.over": (d) => {
      const why = state.settle(d);
      return why && (() => asking?.tell(why));
    },
    "meet.over": (d) => {
      const { names } = stage;
      return state.rise(d) && (() => after.tell(d.why, { room: d.room, names, round: state.round }));
    },
  };
}

/* Answers to the page's own forms, told by forum/live/forms.js. */
export function answers({ state, asking }) {
  return {
    "ready.set": ({ on }) => void (state.isReady = on),
    "match.ask": (d) => void state.queue(d),
    "match.cancel": () => void state.giveUp(),
    "match.accept": () => void state.answer("yes"),
    "match.decline": () => {
      state.giveUp();
      return () => asking.tell("passed");
    },
  };
}
