@NullMarked
package io.berth.localcluster.players;

import org.jspecify.annotations.NullMarked;
