@NullMarked
package io.berth.operator.docs;

import org.jspecify.annotations.NullMarked;
