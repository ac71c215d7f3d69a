/* What one person's lobby is in, from what the live topics say. Knows no page. */

export class LobbyState {
  talk = null;
  line = null;
  proposal = null;
  #over = null;

  /* Begins with what the page was drawn with. */
  constructor(mixer, { now, talk = null, line = null, match = null, hasAccepted }) {
    this.mixer = mixer;
    this.talk = talk;
    this.enter(now);
    if (line) this.queue(line);
    if (match) this.propose(match);
    if (hasAccepted) this.answer("yes");
  }

  /* The snapshot of `mixer:`. */
  enter({ where, phase, rev, round, ends_at, you }) {
    const { ready, missing = null } = you;
    Object.assign(this, { where, phase, rev, round, endsAt: ends_at, isReady: ready, missing });
  }

  /* `access.changed`: who is let in takes part in the hall, who leaves it does not. */
  move({ in: isIn }) {
    this.missing = this.where === "hall" && !isIn ? "entry" : null;
  }

  /* `mixer.phase`: an older one that comes late changes nothing. False if it was one. */
  turn({ rev, phase, round, ends_at }) {
    if (rev <= this.rev) return false;
    Object.assign(this, { rev, phase, round, endsAt: ends_at });
    return true;
  }

  /* `round.assigned`, and `match.started`: there no bell will ring. Who it is and why is known of what was proposed
     on this page; else it comes with the snapshot of the room. */
  seat({ room, match, people, reasons, mixer = null, round = 0, endsAt = null, ...where }) {
    const { place = null, table = null, point = null, again = false } = where;
    this.talk = { room, people, reasons, mixer, round, endsAt, place, table, point, again };
    this.#over = match ?? this.#over;
    this.line = null;
    this.proposal = null;
  }

  /* `meet.over`: true if it was the talk on this page. */
  rise({ room }) {
    const isMine = this.talk?.room === room;
    if (isMine) this.talk = null;
    return isMine;
  }

  /* The counts of `mixer:` go on telling why one waits: alone, while the others are in a round, or for somebody who fits. */
  count({ talking, waiting }) {
    if (!this.line) return;
    if (waiting > 1) this.line.why = null;
    else this.line.why = this.phase === "round" && talking ? "round" : "alone";
  }

  /* The answer to `match.ask`. */
  queue({ usual_seconds = null, why = null }) {
    this.line = { usualSeconds: usual_seconds, why };
  }

  /* The answer to `match.read`, also from the snapshot of `user:`. An answer may come after the end it did not
     know of. */
  propose({ match, mixer, with: people, ...proposed }) {
    if (mixer !== this.mixer || match === this.#over || this.proposal?.match === match) return;
    this.line ??= { usualSeconds: null, why: null };
    this.proposal = { match, people, ...proposed, answer: null };
  }

  /* What the person answered: "yes" or "no". */
  answer(answer) {
    if (this.proposal) this.proposal.answer = answer;
  }

  /* `match.over`: whoever said no, or nothing in time, is out of the line. Returns what to tell them, if anything. */
  settle({ match, why }) {
    this.#over = match;
    if (this.proposal?.match !== match) return null;
    const { answer } = this.proposal;
    const isSilent = why === "expired" && answer === null;
    if (answer === "no" || isSilent) this.line = null;
    this.proposal = null;
    if (answer === "no") return null;
    return isSilent ? "silent" : why;
  }

  /* The person no longer wants to meet someone now. */
  giveUp() {
    this.line = null;
    this.proposal = null;
  }

  /* When the bell of the talk rings: it moves with its mixer's clock, and stands while that is paused. */
  get bell() {
    const { talk } = this;
    if (!talk?.endsAt || talk.mixer !== this.mixer || talk.round > this.round) return talk?.endsAt ?? null;
    return this.phase === "round" ? this.endsAt : null;
  }

  /* Whether somebody waits here for what may come at any moment. */
  get waits() {
    return this.phase !== "ended" && Boolean(this.isReady || this.line || this.talk);
  }

  get stage() {
    if (this.talk) return "talk";
    return this.phase === "round" ? "out" : this.phase;
  }
}
