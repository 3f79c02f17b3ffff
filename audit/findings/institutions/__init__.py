"""The SCO, China's initiatives and the Mekong: the arithmetic of their claims, and the tables behind the charts."""
