// What to try first: each preset is a state, and what to look for in it.

export const PRESETS = [
  { words: "One neuron, one line", state: "data=moons&layers=&n=200", look: "Without a hidden layer the network is one neuron, and its boundary a straight line. How low does the loss get?" },
  { words: "Three units for a circle", state: "data=circles&layers=3", look: "Three straight lines close a circle. Take one unit away: can two lines do it?" },
  { words: "XOR", state: "data=xor&layers=2&lr=0.3", look: "Two units are enough for XOR, but not from every start. Try other seeds." },
  { words: "Two spirals", state: "data=spirals&noise=0.02&layers=8,8,8&activation=relu&optimizer=adam&lr=0.01", look: "The spirals take the longest. Watch how each layer bends what the one before it has drawn." },
  { words: "Overfitting", state: "data=moons&n=20&noise=0.3&layers=8,8&optimizer=adam&lr=0.03", look: "Few points, much noise, many weights: the training loss falls while the test loss climbs. Now try weight decay or dropout." },
  { words: "Too fast", state: "data=circles&lr=3&layers=4,2", look: "The learning rate is too high, and the loss jumps about. Lower it while the network trains." },
  { words: "Too deep for sigmoids", state: "data=circles&layers=8,8,8,8,8,8&activation=sigmoid", look: "Six layers of sigmoids hardly learn: the gradient shrinks in each. Choose another activation." },
  { words: "Side by side", state: "data=spirals&noise=0.02&layers=8,8,8&activation=relu&lr=0.03&b.optimizer=adam&b.lr=0.01", look: "The same network twice: SGD above, Adam below. Which is quicker, and does it stay so?" },
];
