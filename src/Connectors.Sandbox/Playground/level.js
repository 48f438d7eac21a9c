// How loud the avatar is, measured where it is heard: on the stream that the video element plays.
const INTERVAL_MS = 20;
const KEPT = 3_000;

export class LevelMeter {
  /** The last minute: when (performance.now()) and how loud (root mean square, 0 to 1). */
  levels = [];
  #element;
  #bar;
  #context;
  #source;
  #analyser;
  #samples;

  constructor(element, bar) {
    this.#element = element;
    this.#bar = bar;
  }

  /** Listens to what the element plays now; again whenever that is another stream. */
  listen() {
    this.#context ??= this.#open();
    this.#source?.disconnect();
    const audio = new MediaStream(this.#element.srcObject.getAudioTracks());
    this.#source = this.#context.createMediaStreamSource(audio);
    this.#source.connect(this.#analyser);
  }

  /** Loudest level since a moment. */
  peakSince(at) {
    return this.levels.filter(level => level.at >= at).reduce((peak, level) => Math.max(peak, level.rms), 0);
  }

  #open() {
    const context = new AudioContext();
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    setInterval(() => this.#measure(), INTERVAL_MS);
    return context;
  }

  #measure() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const rms = Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length);
    this.levels.push({ at: performance.now(), rms });
    if (this.levels.length > KEPT) this.levels.shift();
    this.#bar.style.width = `${Math.min(100, Math.sqrt(rms) * 150)}%`;
    this.#bar.parentElement.setAttribute('aria-valuenow', rms.toFixed(3));
  }
}
