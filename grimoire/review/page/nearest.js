// Which option of a numeric card the reader's number is.

const SLACK = 1e-9; // of a value, for numbers that were rounded when they were read

/** The option that is nearest to one of these numbers, if one is near enough. */
export function nearest(options, numbers) {
  const distance = ({ value }) => Math.min(...numbers.map((number) => Math.abs(number - value)));
  const isNear = (option) => distance(option) <= option.tolerance + SLACK * Math.abs(option.value);
  return options.filter(isNear).sort((one, other) => distance(one) - distance(other))[0];
}
